package handshake_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

const wrongStatus = "The remote server which is intended to receive the webhook responded with an incorrect status code: "

func TestExplain(t *testing.T) {
	t.Parallel()
	for message, want := range map[string][]string{
		wrongStatus + "401": {"Your endpoint answered 401 (Unauthorized): the handshake must be exempt from its authentication."},
		wrongStatus + "403": {"Your endpoint answered 403 (Forbidden): the handshake must be exempt from its authentication."},
		wrongStatus + "407": {"answered 407 (Proxy Authentication Required): the handshake must be exempt"},
		wrongStatus + "404": {"Your endpoint answered 404 (Not Found): nothing at this URL accepts a POST.", "Check the path"},
		wrongStatus + "405": {"Your endpoint answered 405 (Method Not Allowed): nothing at this URL accepts a POST."},
		wrongStatus + "301": {"Your endpoint answered 301 (Moved Permanently): redirects are not followed. Use the URL that it redirects to as the target."},
		wrongStatus + "300": {"Your endpoint answered 300 (Multiple Choices): redirects are not followed. If it redirects to a login page", "always to the same URL, use that URL"},
		wrongStatus + "303": {"Your endpoint answered 303 (See Other): redirects are not followed. If it redirects to a login page", "always to the same URL, use that URL"},
		wrongStatus + "307": {"Your endpoint answered 307 (Temporary Redirect): redirects are not followed. If it redirects to a login page", "always to the same URL, use that URL"},
		wrongStatus + "399": {"Your endpoint answered 399: redirects are not followed."},
		wrongStatus + "400": {"Your endpoint answered 400 (Bad Request): the handshake needs 200 or 204. Check in the endpoint's log why it refuses a POST without events."},
		wrongStatus + "499": {"Your endpoint answered 499: the handshake needs 200 or 204. Check in the endpoint's log why"},
		wrongStatus + "299": {"Your endpoint answered 299: the handshake needs 200 or 204."},
		wrongStatus + "308": {"redirects are not followed. Use the URL that it redirects to as the target."},
		wrongStatus + "302": {"Your endpoint answered 302 (Found): redirects are not followed.", "a login page, exempt the handshake from authentication", "always to the same URL, use that URL"},
		wrongStatus + "500": {"Your endpoint answered 500 (Internal Server Error): it failed", "log"},
		wrongStatus + "503": {"Your endpoint answered 503 (Service Unavailable): it failed, or a proxy in front of it could not reach it."},
		wrongStatus + "201": {"Your endpoint answered 201 (Created): the handshake needs 200 or 204."},
		wrongStatus + "429": {"Your endpoint answered 429 (Too Many Requests): the handshake needs 200 or 204."},
		wrongStatus + "409": {"Your endpoint answered 409 (Conflict)", "Check in the endpoint's log"},
		wrongStatus + "599": {"Your endpoint answered 599: it failed"},
		"The remote server which is intended to receive the webhook responded with an incorrect HTTP status code: 401": {"Your endpoint answered 401 (Unauthorized)"},
		// The number may be missing, or be followed by something.
		"incorrect status code":                             {"another status than 200 or 204"},
		"Incorrect status code: 404.":                       {"answered 404 (Not Found)"},
		wrongStatus + "99999999999999999999999999999999999": {"another status than 200 or 204"},

		"The remote server which is intended to receive the webhook did not respond with the handshake secret.": {
			"The endpoint answered, but did not echo the X-Hook-Secret header with the same value.",
			"A gateway", "This is not a token problem.",
		},
		"The remote server which is intended to receive the webhook did not respond in time.": {
			"The endpoint did not answer in time.", "about 10 seconds", "cold start", "increase its memory", "before any other work", "reachable from the internet",
		},
		"The request to the target timed out":            {"The endpoint did not answer in time."},
		"The target did not send a status code in time.": {"The endpoint did not answer in time."},
		"The URL of the target is incorrect":             {"could not complete the handshake"},
		"Timeout":                                        {"The endpoint did not answer in time."},
		// Nobody knows what Asana says of these, so all else is one case.
		"target: could not be called": {"could not complete the handshake"},
		"":                            {"could not complete the handshake"},
	} {
		t.Run(message, func(t *testing.T) {
			t.Parallel()
			got := handshake.Explain(message, "https://example.com/hook")
			for _, part := range want {
				if !strings.Contains(got, part) {
					t.Errorf("lacks %q: %s", part, got)
				}
			}
		})
	}
}

// Some hosts can't be the target of any webhook.
func TestExplain_hosts(t *testing.T) {
	t.Parallel()
	const noHeader = "The remote server which is intended to receive the webhook did not respond with the handshake secret."
	for target, want := range map[string]struct{ message, has, lacks string }{
		"https://script.google.com/macros/s/AKfy/exec":  {wrongStatus + "302", "Google Apps Script answers every request with a redirect", "use that URL"},
		"https://SCRIPT.google.com./macros/s/AKfy/exec": {wrongStatus + "302", "Google Apps Script answers every request with a redirect", "use that URL"},
		"https://script.google.com/macros/s/AKfy/dev":   {wrongStatus + "401", "exempt from its authentication", "Apps Script"},
		"https://smee.io/abc":                           {noHeader, "smee.io does not pass on response headers", "A gateway or framework"},
		"https://example.com/smee.io":                   {noHeader, "A gateway or framework", "smee.io"},
		"https://example.com/exec":                      {wrongStatus + "302", "use that URL", "Apps Script"},
	} {
		got := handshake.Explain(want.message, target)
		if !strings.Contains(got, want.has) || strings.Contains(got, want.lacks) {
			t.Errorf("%s: %s", target, got)
		}
	}
}

func TestIsTransient(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]bool{
		wrongStatus + "300": false, wrongStatus + "303": false, wrongStatus + "301": false, wrongStatus + "302": false, wrongStatus + "307": false,
		wrongStatus + "400": false, wrongStatus + "401": false, wrongStatus + "403": false, wrongStatus + "405": false, wrongStatus + "410": false,
		wrongStatus + "201": false, wrongStatus + "100": false,
		wrongStatus + "404": true, wrongStatus + "408": true, wrongStatus + "425": true, wrongStatus + "429": true,
		wrongStatus + "500": true, wrongStatus + "502": true, wrongStatus + "503": true, wrongStatus + "504": true,
		"incorrect status code": true,
		"The remote server which is intended to receive the webhook did not respond with the handshake secret.": false,
		"The remote server which is intended to receive the webhook did not respond in time.":                   true,
		"target: could not be called": true,
		"":                            true,
	} {
		if got := handshake.IsTransient(message); got != want {
			t.Errorf("%q: %t", message, got)
		}
	}
}

// A target that got a secret may have kept it, and then refuses the next one.
func TestReachedTarget(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]bool{
		wrongStatus + "401": true,
		wrongStatus + "503": true,
		"The remote server which is intended to receive the webhook did not respond with the handshake secret.": true,
		"The remote server which is intended to receive the webhook did not respond in time.":                   true,
		"target: could not be called": false,
		"":                            false,
	} {
		if got := handshake.ReachedTarget(message); got != want {
			t.Errorf("%q: %t", message, got)
		}
	}
}
