package asana_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestServerTime(t *testing.T) {
	t.Parallel()
	for name, skew := range map[string]time.Duration{
		"no skew": 0, "ahead": 40*time.Minute + 300*time.Millisecond, "behind": -40*time.Minute - 999*time.Millisecond, "by a hair": 50 * time.Millisecond,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim, c := newSimulatedClient(t, asanatest.Options{ClockSkew: skew, Latency: 30 * time.Millisecond}, 0)
				gids := seedWebhooks(sim, 1)
				if _, _, known := c.ServerTime(time.Now()); known {
					t.Error("the clock is known before any answer")
				}
				widest := 1030 * time.Millisecond // a second, and what the exchange takes
				for range 20 {
					if _, err := c.GetWebhook(t.Context(), gids[0]); err != nil {
						t.Fatal(err)
					}
					truth := time.Now().Add(skew)
					earliest, latest, known := c.ServerTime(time.Now())
					if !known || truth.Before(earliest) || truth.After(latest) {
						t.Fatalf("%s is not between %s and %s", truth, earliest, latest)
					}
					if width := latest.Sub(earliest); width > widest {
						t.Fatalf("the bounds are %s apart, more than the %s before", width, widest)
					} else {
						widest = width
					}
					time.Sleep(137 * time.Millisecond) // virtual time
				}
				if widest > 300*time.Millisecond {
					t.Errorf("after 20 answers the bounds are still %s apart", widest)
				}
				at := time.Now().Add(-time.Hour)
				if earliest, latest, _ := c.ServerTime(at); at.Add(skew).Before(earliest) || at.Add(skew).After(latest) {
					t.Error("another moment is not within its bounds")
				}
			})
		})
	}
}

// A clock that is set meanwhile makes the earlier answers worthless, even if it is set
// by so little that the bounds before and after touch.
func TestServerTime_clockThatIsSet(t *testing.T) {
	t.Parallel()
	for _, set := range []time.Duration{time.Hour, time.Second, -time.Second} {
		t.Run(set.String(), func(t *testing.T) {
			t.Parallel()
			var ahead time.Duration
			c := newClient(t, script(func(r *http.Request) (*http.Response, error) {
				return respond(200, `{"data":{"gid":"7"}}`, "Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))(r)
			}))
			synctest.Test(t, func(t *testing.T) {
				for _, ahead = range []time.Duration{0, set} {
					if err := getOne(t.Context(), c); err != nil {
						t.Fatal(err)
					}
					now := time.Now()
					if earliest, latest, known := c.ServerTime(now); !known || !earliest.Equal(now.Add(ahead)) || !latest.Equal(now.Add(ahead+time.Second)) {
						t.Errorf("%s ahead: Asana's clock is between %s and %s, %s here", ahead, earliest, latest, now)
					}
				}
			})
		})
	}
}

// An answer without a usable Date tells nothing, and refusals tell as much as
// successes.
func TestServerTime_dates(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		answer func(*http.Request) (*http.Response, error)
		known  bool
	}{
		"none":    {respond(200, `{"data":{"gid":"7"}}`), false},
		"garbage": {respond(200, `{"data":{"gid":"7"}}`, "Date", "yesterday"), false},
		"refusal": {respond(404, `{}`, "Date", "Thu, 24 Oct 2024 09:41:07 GMT"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, script(tc.answer))
			_ = getOne(t.Context(), c)
			if _, _, known := c.ServerTime(time.Now()); known != tc.known {
				t.Errorf("known: %t, want %t", known, tc.known)
			}
		})
	}
}
