package asana

import (
	"context"
	"crypto/tls"
	"errors"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Waits between attempts: exponential from the first to the last of these,
// unless Asana says how long to wait.
const (
	minRetryWait = 500 * time.Millisecond
	maxRetryWait = 30 * time.Second
)

const (
	// maxRetryAfter is the longest wait that Asana can ask for. Its limits are
	// counted by the minute, so a longer one is not the usual limit, and whoever
	// runs Terraform must know.
	maxRetryAfter = 5 * time.Minute
	// maxWait replaces every wait that is longer.
	maxWait = 36500 * 24 * time.Hour
)

// checkRetry decides whether an attempt is repeated, and keeps what it came to if
// it is. It implements retryablehttp.CheckRetry.
func checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if isContextError(err) {
		return false, nil
	}
	ca := callFromContext(ctx)
	again, refused := ca.shouldRetry(resp, err)
	if !again {
		return false, refused
	}
	ca.recordResult(resp, err)
	if ended := ctx.Err(); ended != nil {
		return false, ended // while the answer was on its way, and not in the wait that follows
	}
	return true, nil
}

// shouldRetry reports whether an attempt may be repeated.
//
// What never arrived may, and 429: Asana refused before doing anything. All else
// only where repeating can't do harm, which excludes creating a webhook: its
// answer may be lost after the webhook was made, and a 429 that is not Asana's
// may stand in its place.
func (ca *call) shouldRetry(resp *http.Response, err error) (bool, error) {
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		if ca.nonIdempotent && !hasErrorEnvelope(resp) {
			return false, nil
		}
		if after, ok := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()); ok && after > maxRetryAfter {
			return false, ca.notSentError(&RetryAfterError{RetryAfter: after})
		}
		return true, nil
	}
	lost, isLost := errors.AsType[*TransportError](err)
	switch {
	case ca.bestEffort, ca.nonIdempotent && (!isLost || lost.Sent):
		return false, nil
	case err != nil:
		return isRetryable(err), nil
	}
	return isServerFailure(resp.StatusCode), nil
}

// isRetryable reports whether the same request may succeed next time:
// not if the certificate is wrong or the host does not exist, nor if there is no
// token for it, for the refresh has been repeated already, nor while Asana asks for
// a longer wait than any, nor if the answer switches to another protocol.
func isRetryable(err error) bool {
	_, badCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	dns, isDNS := errors.AsType[*net.DNSError](err)
	_, noToken := errors.AsType[*RefreshError](err)
	_, longWait := errors.AsType[*RetryAfterError](err)
	_, answered := errors.AsType[*Error](err)
	// A name server that could not be asked may answer next time.
	noSuchHost := isDNS && dns.IsNotFound
	return !badCertificate && !noSuchHost && !noToken && !longWait && !answered
}

// backoff says how long to wait before the next attempt. It implements
// retryablehttp.Backoff.
func backoff(shortest, longest time.Duration, attempt int, resp *http.Response) time.Duration {
	if resp != nil {
		if d, ok := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()); ok {
			if resp.StatusCode != http.StatusTooManyRequests {
				d = min(d, longest) // a guess, and nobody waits an hour for a plan
			}
			return d
		}
	}
	d := min(shortest<<min(attempt, 16), longest) // 16 keeps it from overflowing
	// Jitter by up to half, so that the calls of one run do not stay in step.
	return d - time.Duration(rand.Int64N(int64(d)/2+1))
}

// parseRetryAfter reads a Retry-After header. Asana sends whole seconds; a
// fraction, and the HTTP date that the standard allows too, may come from a proxy.
func parseRetryAfter(s string, now time.Time) (time.Duration, bool) {
	s = strings.TrimSpace(s)
	if strings.Trim(s, "0123456789.") == "" {
		secs, err := strconv.ParseFloat(s, 64)
		return time.Duration(min(secs, maxWait.Seconds()) * float64(time.Second)), err == nil || math.IsInf(secs, 1)
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0, false
	}
	return min(max(0, at.Sub(now)), maxWait), true
}
