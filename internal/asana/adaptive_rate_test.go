package asana

import (
	"math"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"
)

var rateStart = time.Date(2026, 11, 24, 9, 41, 0, 0, time.UTC)

// accept records that n requests were accepted, all of them sent at one time after
// rateStart.
func (r *adaptiveRate) accept(n int, after time.Duration) {
	for range n {
		r.recordAccepted(rateStart.Add(after))
	}
}

// refuse records a request that was sent and refused at a time after rateStart.
func (r *adaptiveRate) refuse(after time.Duration) {
	r.recordRefused(rateStart.Add(after), rateStart.Add(after), 0)
}

// checkRate expects a number of requests per minute, or rate.Inf, at a time after rateStart.
func (r *adaptiveRate) checkRate(t *testing.T, after time.Duration, want float64) {
	t.Helper()
	limit := r.current(rateStart.Add(after)).Limit()
	got := float64(limit) * 60
	if limit == rate.Inf {
		got = float64(limit)
	}
	if math.Abs(got-want) > 1e-6 {
		t.Errorf("%s: %.3f requests per minute, want %.3f", after, got, want)
	}
}

// The plan is what was accepted in the minute before a refusal, unless an earlier minute
// shows that it is the bigger one.
func TestAdaptiveRate_plan(t *testing.T) {
	t.Parallel()
	for earlier, plan := range map[int]float64{0: 144, 299: 144, 300: 1440} {
		r := newAdaptiveRate()
		r.accept(earlier, 0)
		r.accept(150, 2*time.Minute)
		r.refuse(2*time.Minute + time.Second)
		r.checkRate(t, 2*time.Minute+time.Second, 144)
		if got := float64(r.plan) * 60; math.Abs(got-plan) > 1e-6 {
			t.Errorf("%d requests in a minute before: a plan of %.3f, want %.3f", earlier, got, plan)
		}
	}
}

// A single refusal after a few requests is let pass; one that follows within two minutes
// lowers the rate to what was accepted.
func TestAdaptiveRate_transientRefusals(t *testing.T) {
	t.Parallel()
	for second, want := range map[time.Duration]float64{2 * time.Minute: 120, 2*time.Minute + 1: float64(rate.Inf)} {
		r := newAdaptiveRate()
		r.refuse(0)
		if r.limiter.Limit() != rate.Inf {
			t.Errorf("the first refusal lowers the rate to %v", r.limiter.Limit())
		}
		r.accept(40, 100*time.Second)
		r.refuse(second)
		r.checkRate(t, second, want)
	}
}

// A lowered rate grows by a step each minute, up to the plan.
func TestAdaptiveRate_growth(t *testing.T) {
	t.Parallel()
	for accepted, rates := range map[int][]float64{
		150:  {72, 102, 132, 144},
		1500: {720, 864, 1008, 1152, 1296, 1440},
	} {
		r := newAdaptiveRate()
		r.accept(accepted, 0)
		r.refuse(time.Second)
		lowered := time.Minute
		r.refuse(lowered)
		for minutes, want := range rates {
			at := lowered + time.Duration(minutes)*time.Minute
			r.checkRate(t, at, want)
			r.checkRate(t, at+30*time.Second, want)
		}
		end := lowered + time.Duration(len(rates))*time.Minute
		r.checkRate(t, end, rates[len(rates)-1])
	}
}

// A request that is refused does not count as another in flight.
func TestLimitTransport_othersInFlight(t *testing.T) {
	t.Parallel()
	for inFlight, want := range map[int64]float64{1: float64(rate.Inf), 2: 144} {
		synctest.Test(t, func(t *testing.T) {
			transport := newLimitTransport(nil)
			for range minPlanRate - 1 {
				_ = transport.observe(time.Now(), &http.Response{StatusCode: http.StatusOK})
			}
			transport.inFlight.Store(inFlight)
			_ = transport.observe(time.Now(), &http.Response{StatusCode: http.StatusTooManyRequests})
			transport.rate.checkRate(t, time.Since(rateStart), want)
		})
	}
}
