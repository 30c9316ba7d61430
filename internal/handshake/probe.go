package handshake

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// hookSecret is the header that a target has to send back.
const hookSecret = "X-Hook-Secret"

// DefaultProbeTimeout is how long a target has to complete a handshake. Asana does
// not document its limit; this is that of its deliveries.
const DefaultProbeTimeout = 10 * time.Second

// What is read of an answer, in bytes. The header is all that counts.
const (
	maxHeader = 64 << 10
	maxBody   = 1 << 10
)

// maxExcerpt is how many characters are shown of an answer.
const maxExcerpt = 200

// Probe makes the same handshake with a target as Asana does when it creates a
// webhook, with a fresh made-up secret: a POST with the body {}, directly and
// not through a proxy, following no redirect, with the certificate checked. It
// says what it finds, a sentence each. A target that fails is a [*ProbeError];
// another error means that ctx was cancelled.
//
// A receiver that keeps the first secret it is sent keeps the one of a probe,
// and will take no other. So nothing but a user's explicit wish may start one.
func (n Network) Probe(ctx context.Context, target string, limit time.Duration, progress func(string)) error {
	failed := n.probe(ctx, target, limit, progress)
	switch {
	case failed == nil:
		return nil
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("the probe was interrupted: %w", ctx.Err())
	}
	return failed
}

// probe takes a cancelled context for a failure of the target.
func (n Network) probe(ctx context.Context, target string, limit time.Duration, progress func(string)) *ProbeError {
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" {
		return &ProbeError{Part: PartDNS, Problem: "The target is not a URL with a host."}
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	describeError := func(err error) string {
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Sprintf("no answer within %s", limit)
		}
		if errors.Is(err, io.EOF) {
			return "the connection was closed"
		}
		return printableError(err)
	}
	conn, failed := n.connect(ctx, u, describeError, progress)
	if failed != nil {
		return &ProbeError{Part: failed.part, Problem: strings.Join(failed.lines, " ")}
	}
	defer func() { _ = conn.Close() }() // what it was for has been read by then
	if u.Scheme != "https" {
		progress("The target is plain http: there is no certificate to check.")
	}

	secret := randomSecret()
	progress("Sending a POST with the body {} and a made-up secret in the header " + hookSecret + ".")
	start := time.Now()
	resp, err := post(ctx, conn, target, secret)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return &ProbeError{Part: PartTimeout, Problem: fmt.Sprintf("The endpoint accepted the request, but did not answer within %s.", limit)}
	case err != nil:
		return &ProbeError{Part: PartResponse, Problem: fmt.Sprintf("The endpoint accepted the request, but sent no HTTP answer: %s.", describeError(err))}
	}
	defer func() { _ = resp.Body.Close() }() // its end is not waited for
	progress(fmt.Sprintf("It answered %s after %s.", status(resp.StatusCode), time.Since(start).Round(time.Millisecond)))
	if failed := checkResponse(resp, secret); failed != nil {
		return failed
	}
	progress("It sent the header " + hookSecret + " back with the same value.")
	return nil
}

// randomSecret returns a secret of the form of Asana's: 32 hex digits.
func randomSecret() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// post sends the handshake over a connection that is there already.
func post(ctx context.Context, conn net.Conn, target, secret string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "terraform-provider-asana (asana_probe_target)")
	req.Header.Set(hookSecret, secret)
	dial := func(context.Context, string, string) (net.Conn, error) { return conn, nil }
	// A transport, unlike a client, follows no redirect.
	transport := &http.Transport{DialContext: dial, DialTLSContext: dial, DisableCompression: true, MaxResponseHeaderBytes: maxHeader}
	return transport.RoundTrip(req)
}

// checkResponse finds what is wrong with an answer, as Asana would. It never
// shows a secret that the target sent: that may be a true one.
func checkResponse(resp *http.Response, secret string) *ProbeError {
	code, echo := resp.StatusCode, resp.Header.Get(hookSecret)
	switch {
	case isRedirect(code):
		return &ProbeError{Part: PartRedirect, Status: code, Problem: fmt.Sprintf("The endpoint answered %s and points to %q.", status(code), truncate(resp.Header.Get("Location"), maxExcerpt))}
	case code != http.StatusOK && code != http.StatusNoContent:
		problem := fmt.Sprintf("The endpoint answered %s instead of 200 or 204.", status(code))
		if text := bodyExcerpt(resp.Body); text != "" {
			problem += " Its answer begins: " + text
		}
		return &ProbeError{Part: PartStatus, Status: code, Problem: problem}
	case echo == "":
		return &ProbeError{Part: PartHeaderMissing, Status: code, Problem: fmt.Sprintf("The endpoint answered %s, but without the header %s.", status(code), hookSecret)}
	case subtle.ConstantTimeCompare([]byte(echo), []byte(secret)) == 0:
		return &ProbeError{Part: PartHeaderWrong, Status: code, Problem: fmt.Sprintf("The endpoint answered %s, but with another value in the header %s%s.", status(code), hookSecret, describeMismatch(echo, secret))}
	}
	return nil
}

func isRedirect(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// describeMismatch returns how the value of a header was changed, in the usual ways.
func describeMismatch(echo, secret string) string {
	switch {
	case strings.EqualFold(echo, secret):
		return ": upper and lower case differ"
	case strings.Contains(echo, secret):
		return ": there is something around the secret, such as quotes"
	}
	return ""
}

// bodyExcerpt returns the first words of a body, for people to read.
func bodyExcerpt(body io.Reader) string {
	b, _ := io.ReadAll(io.LimitReader(body, maxBody)) // what came before an error will do
	return printable(strings.Join(strings.Fields(string(b)), " "), maxExcerpt)
}
