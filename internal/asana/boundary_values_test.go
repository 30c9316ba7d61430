package asana_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// A credential consists of visible ASCII characters.
func TestNew_charactersOfCredentials(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]string{
		"!0/abc~":     "",
		"0/abc\n":     "line break",
		"0/abc\r":     "line break",
		"0/abc def":   "space or another character",
		"0/abc\tdef":  "space or another character",
		"0/abc\x7f":   "space or another character",
		"0/abc\u00a0": "space or another character",
	} {
		_, err := asana.New(asana.Config{Token: asana.Secret(token)})
		checkMessage(t, token, err, want)
		o := asana.OAuth{ClientID: "42", ClientSecret: "s", RefreshToken: asana.Secret(token)}
		_, err = asana.New(asana.Config{OAuth: &o})
		checkMessage(t, "OAuth with "+token, err, want)
	}
}

// Gids are longer than today's may become, but not without end.
func TestGetWebhook_longGID(t *testing.T) {
	t.Parallel()
	for digits, want := range map[int]string{16: "", 64: "", 65: "not made of digits"} {
		gid := strings.Repeat("7", digits)
		_, err := newClient(t, script(respond(200, fmt.Sprintf(`{"data":{"gid":%q}}`, gid)))).GetWebhook(t.Context(), gid)
		checkMessage(t, fmt.Sprint(digits), err, want)
	}
}

// A time of hours is easier to read in hours, one of many days in days.
func TestRetryAfterError_days(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		72*time.Hour - time.Second: "asks to wait 71h59m59s;",
		72 * time.Hour:             "asks to wait 3 days;",
		96*time.Hour - time.Second: "asks to wait 3 days;",
		301500 * time.Millisecond:  "asks to wait 5m2s; a request waits 5m0s at most",
	} {
		checkMessage(t, wait.String(), &asana.RetryAfterError{RetryAfter: wait}, want)
	}
}

// Deliveries to a webhook fail if Asana counts a failure, or has a time for its deletion.
func TestFailing(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		webhook asana.Webhook
		want    bool
	}{
		"good":              {asana.Webhook{LastFailureAt: time.Now()}, false},
		"failed once":       {asana.Webhook{DeliveryRetryCount: 1}, true},
		"about to go":       {asana.Webhook{FailureDeletionTimestamp: time.Now()}, true},
		"failed and to go":  {asana.Webhook{DeliveryRetryCount: 9, FailureDeletionTimestamp: time.Now()}, true},
		"a count that is 0": {asana.Webhook{DeliveryRetryCount: 0}, false},
	} {
		if got := tc.webhook.Failing(); got != tc.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// A list of names serves look-ups for a minute, and no longer.
func TestNames_listForAMinute(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]int{time.Minute: 1, time.Minute + time.Nanosecond: 2} {
		synctest.Test(t, func(t *testing.T) {
			a := script(respond(200, `{"data":[{"gid":"1","name":"Launch"}],"next_page":null}`))
			c := newClient(t, a)
			for _, pause := range []time.Duration{0, wait} {
				time.Sleep(pause)
				if _, err := c.Names(t.Context(), asana.ProjectNames("9"), "Launch"); err != nil {
					t.Fatal(err)
				}
			}
			if len(a.requests) != want {
				t.Errorf("%d requests after %s, want %d", len(a.requests), wait, want)
			}
		})
	}
}

// A body that is as large as may be is read, and one byte more is too large.
func TestAttempt_largestAnswers(t *testing.T) {
	t.Parallel()
	fill := func(begin, end string, size int) string {
		return begin + strings.Repeat(" ", size-len(begin)-len(end)) + end
	}
	for name, tc := range map[string]struct {
		status int
		body   func(size int) string
		most   int
		call   func(*asana.Client) error
		good   func(error) bool
	}{
		"record": {
			200, func(size int) string { return fill(`{"data":{"gid":"7"}`, `}`, size) }, 1 << 20,
			func(c *asana.Client) error { return getOne(t.Context(), c) }, func(err error) bool { return err == nil },
		},
		"page": {
			200, func(size int) string { return fill(`{"data":[]`, `}`, size) }, 4 << 20, pageOne(t),
			func(err error) bool { return err == nil },
		},
		"redirect": {
			300, func(size int) string { return fill(`{"errors":[{"message":"elsewhere"}]`, `}`, size) }, 64 << 10,
			func(c *asana.Client) error { return getOne(t.Context(), c) },
			func(err error) bool { return strings.Contains(err.Error(), "elsewhere") },
		},
	} {
		for more, want := range []bool{true, false} {
			body := tc.body(tc.most + more)
			for _, length := range []int64{-1, int64(len(body))} { // of a chunked body, and of another
				a := script(func(req *http.Request) (*http.Response, error) {
					resp, err := respond(tc.status, body)(req)
					resp.ContentLength = length
					return resp, err
				})
				err := tc.call(newClient(t, a, func(cfg *asana.Config) { cfg.MaxRetries = 0 }))
				if got := tc.good(err); got != want {
					t.Errorf("%s of %d bytes, Content-Length %d: %v", name, len(body), length, err)
				}
			}
		}
	}
}
