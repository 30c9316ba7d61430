package asana

import (
	"context"
	"errors"
	"math/rand/v2"
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

// checkRetry decides whether an attempt is repeated. It implements
// retryablehttp.CheckRetry.
//
// What never arrived is, and 429: Asana refused before doing anything. All else
// only where repeating can't do harm, which excludes creating a webhook: its
// answer may be lost after the webhook was made, and a 429 that is not Asana's
// may stand in its place.
func checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, nil
	}
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		return !callOf(ctx).once || isAsanas(resp), nil
	}
	if callOf(ctx).fleeting {
		return false, nil
	}
	if err != nil {
		if lost, ok := errors.AsType[*TransportError](err); callOf(ctx).once && (!ok || lost.Sent) {
			return false, nil
		}
		return retryableError(err), nil
	}
	if callOf(ctx).once {
		return false, nil
	}
	return isServerFailure(resp.StatusCode), nil
}

// retryableError reports whether the same request may fare better next time:
// not if the certificate is wrong or the host does not exist, nor if there is no
// token for it, for the refresh has been repeated already.
func retryableError(err error) bool {
	return !isCertificateError(err) && !isNoSuchHost(err) && !isRefreshError(err)
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
	d := longest
	if attempt < 16 {
		d = min(shortest<<attempt, longest)
	}
	// Jitter by up to half, so that the calls of one run do not stay in step.
	return d - time.Duration(rand.Int64N(int64(d)/2+1))
}

// parseRetryAfter reads a Retry-After header. Asana sends whole seconds;
// the HTTP date that the standard allows too may come from a proxy.
func parseRetryAfter(s string, now time.Time) (time.Duration, bool) {
	s = strings.TrimSpace(s)
	if secs, err := strconv.ParseInt(s, 10, 32); err == nil {
		if secs < 0 {
			return 0, false
		}
		return time.Duration(secs) * time.Second, true
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0, false
	}
	return max(0, at.Sub(now)), true
}
