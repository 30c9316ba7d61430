package handshake

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Explain says what Asana's words about a failed handshake mean for the
// target, and what to do there. Words that nobody has reported yet get a
// general answer: nothing depends on their text.
func Explain(words string) string {
	lower := strings.ToLower(words)
	switch {
	case strings.Contains(lower, "incorrect status code"):
		return explainStatus(lastNumber(words))
	case strings.Contains(lower, "handshake secret"):
		return explainHeader
	}
	return "Asana could not complete the handshake with the target: it may not be deployed yet, not be reachable from the internet, " +
		"have an invalid certificate, or take longer than about 10 seconds. " + onlyFirstSecret
}

// onlyFirstSecret is true of some receivers whatever Asana says of them.
const onlyFirstSecret = "Receivers that accept only the first secret they are sent must have it cleared before a new webhook can be made for them."

const explainHeader = "The endpoint answered, but did not echo the X-Hook-Secret header with the same value. " +
	"A gateway or framework in front of the code may drop or rename the header, or something else may answer at this URL. " +
	"This is not a token problem. " + onlyFirstSecret

func explainStatus(code int) string {
	answered := "Your endpoint answered " + status(code)
	switch {
	case code == 0:
		return "Your endpoint answered with another status than 200 or 204, which the handshake needs."
	case code == http.StatusUnauthorized || code == http.StatusForbidden || code == http.StatusProxyAuthRequired:
		return answered + ": the handshake must be exempt from its authentication. Asana sends no credentials; it is known by the signature of its events. " + onlyFirstSecret
	case code == http.StatusNotFound || code == http.StatusMethodNotAllowed:
		return answered + ": nothing at this URL takes a POST. Check the path, and that the endpoint is deployed."
	case code >= 300 && code < 400:
		return answered + ": redirects are not followed. Give the URL that it redirects to as the target."
	case code >= 400 && code < 500:
		return answered + ": the handshake needs 200 or 204. The endpoint's log may tell what it has against a POST without events. " + onlyFirstSecret
	case code >= 500:
		return answered + ": it failed, or what stands before it could not reach it. Look into the endpoint's log."
	}
	return answered + ": the handshake needs 200 or 204."
}

// status tells a status by number and name.
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
