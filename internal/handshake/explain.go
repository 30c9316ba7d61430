package handshake

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Explain says what Asana's message about a failed handshake means for the
// target, and what to do there. A message that nobody has reported yet gets a
// general answer: nothing depends on its text.
func Explain(message, target string) string {
	kind, code := parseFailure(message)
	switch kind {
	case failedStatus:
		return explainStatus(code, target)
	case failedHeader:
		return explainHeader(target)
	case failedTimeout:
		return explainTimeout
	default:
		return explainOther
	}
}

const explainOther = "Asana could not complete the handshake with the target. The target may not be deployed yet, may not be reachable from the internet, " +
	"may have an invalid certificate, or may take longer than about 10 seconds. Check these four."

const explainTimeout = "The endpoint did not answer in time. Asana waits about 10 seconds, the cold start of a function included. " +
	"Answer the handshake before any other work. If a function starts slowly, increase its memory, or keep an instance running. " +
	"Check also that the endpoint is reachable from the internet."

// explainHeader is about an answer that lacks the secret.
func explainHeader(target string) string {
	cause := "A gateway or framework in front of the code may drop or rename the header, or something else may answer at this URL. "
	if hostOf(target) == "smee.io" {
		cause = "The relay smee.io does not pass on response headers, so it can't be the target of a webhook. "
	}
	return "The endpoint answered, but did not echo the X-Hook-Secret header with the same value. " + cause + "This is not a token problem."
}

func explainStatus(code int, target string) string {
	answered := "Your endpoint answered " + status(code)
	switch {
	case code == 0:
		return "Your endpoint answered with another status than 200 or 204, which the handshake needs. Check the endpoint's log."
	case code == http.StatusUnauthorized || code == http.StatusForbidden || code == http.StatusProxyAuthRequired:
		return answered + ": the handshake must be exempt from its authentication. Asana sends no credentials. The signature of its events authenticates them."
	case code == http.StatusNotFound || code == http.StatusMethodNotAllowed:
		return answered + ": nothing at this URL accepts a POST. Check the path, and that the endpoint is deployed."
	case code >= 300 && code < 400:
		return answered + ": redirects are not followed. " + explainRedirect(code, target)
	case code >= 400 && code < 500:
		return answered + ": the handshake needs 200 or 204. Check in the endpoint's log why it refuses a POST without events."
	case code >= 500:
		return answered + ": it failed, or a proxy in front of it could not reach it. Check the endpoint's log."
	}
	return answered + ": the handshake needs 200 or 204. Change the status that the endpoint returns."
}

// explainRedirect says what to do about a redirect. The location of a temporary
// one may be good for a single request.
func explainRedirect(code int, target string) string {
	switch {
	case hostOf(target) == "script.google.com":
		return "Google Apps Script answers every request with a redirect to another host, which is valid for one request, so it can't be the target of a webhook. " +
			"Use an endpoint elsewhere that completes the handshake and forwards the events to the script."
	case code == http.StatusMovedPermanently, code == http.StatusPermanentRedirect:
		return "Use the URL that it redirects to as the target."
	}
	return "If it redirects to a login page, exempt the handshake from authentication. If it redirects always to the same URL, use that URL as the target."
}

// hostOf returns the host of a URL in lower case, or nothing.
func hostOf(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
}

// status names a status by number and name.
func status(code int) string {
	if text := http.StatusText(code); text != "" {
		return fmt.Sprintf("%d (%s)", code, text)
	}
	return fmt.Sprint(code)
}

// lastNumber returns the last number in a text, or 0.
func lastNumber(s string) int {
	end := strings.LastIndexAny(s, "0123456789") + 1
	start := end
	for start > 0 && s[start-1] >= '0' && s[start-1] <= '9' {
		start--
	}
	n, err := strconv.Atoi(s[start:end])
	if err != nil {
		return 0
	}
	return n
}
