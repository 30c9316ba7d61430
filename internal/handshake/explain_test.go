package handshake_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

const (
	wrongStatus = "The remote server which is intended to receive the webhook responded with an incorrect status code: "
	cleared     = "Receivers that accept only the first secret they are sent must have it cleared"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	for words, want := range map[string][]string{
		wrongStatus + "401": {"Your endpoint answered 401 (Unauthorized): the handshake must be exempt from its authentication.", cleared},
		wrongStatus + "403": {"Your endpoint answered 403 (Forbidden): the handshake must be exempt from its authentication.", cleared},
		wrongStatus + "407": {"answered 407 (Proxy Authentication Required): the handshake must be exempt"},
		wrongStatus + "404": {"Your endpoint answered 404 (Not Found): nothing at this URL takes a POST.", "Check the path"},
		wrongStatus + "405": {"Your endpoint answered 405 (Method Not Allowed): nothing at this URL takes a POST."},
		wrongStatus + "301": {"Your endpoint answered 301 (Moved Permanently): redirects are not followed."},
		wrongStatus + "308": {"redirects are not followed. Give the URL that it redirects to as the target."},
		wrongStatus + "500": {"Your endpoint answered 500 (Internal Server Error): it failed", "log"},
		wrongStatus + "503": {"Your endpoint answered 503 (Service Unavailable): it failed, or what stands before it could not reach it."},
		wrongStatus + "201": {"Your endpoint answered 201 (Created): the handshake needs 200 or 204."},
		wrongStatus + "429": {"Your endpoint answered 429 (Too Many Requests): the handshake needs 200 or 204."},
		wrongStatus + "409": {"Your endpoint answered 409 (Conflict)", "The endpoint's log may tell", "accept only the first secret"},
		wrongStatus + "599": {"Your endpoint answered 599: it failed"},
		// The number may be missing, or be followed by something.
		"incorrect status code":                             {"another status than 200 or 204"},
		"Incorrect status code: 404.":                       {"answered 404 (Not Found)"},
		wrongStatus + "99999999999999999999999999999999999": {"another status than 200 or 204"},

		"The remote server which is intended to receive the webhook did not respond with the handshake secret.": {
			"The endpoint answered, but did not echo the X-Hook-Secret header with the same value.",
			"A gateway", "This is not a token problem.", cleared,
		},
		// Nobody knows what Asana says of these, so all else is one case.
		"The remote server which is intended to receive the webhook did not respond in time.": {
			"could not complete the handshake", "not be deployed yet", "reachable from the internet", "certificate", "10 seconds", cleared,
		},
		"target: could not be called": {"could not complete the handshake", cleared},
		"":                            {"could not complete the handshake", cleared},
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			got := handshake.Explain(words)
			for _, part := range want {
				if !strings.Contains(got, part) {
					t.Errorf("lacks %q: %s", part, got)
				}
			}
		})
	}
}
