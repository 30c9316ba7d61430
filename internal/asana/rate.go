package asana

import (
	"time"

	"golang.org/x/time/rate"
)

const (
	// rateWindow is the time over which Asana counts requests.
	rateWindow = time.Minute
	// minPlanRate and maxPlanRate are what the plans allow in a rateWindow.
	minPlanRate = 150
	maxPlanRate = 1500
	// rateStep is the least rate that is kept to, per rateWindow, and the least
	// that is added to a lowered one in each rateWindow without a refusal.
	rateStep = 30
	// headroom is the part of the learned rate that is used. Requests sent in
	// even steps arrive in uneven ones: at the full rate a second's delay now
	// and then would be refused, and taken for a rate that is too high.
	headroom = 0.96
)

// adaptiveRate is the rate of requests. How many requests a minute Asana allows
// depends on the plan that the workspace pays for (150 or 1,500), and there is no
// way to ask, so the rate is learned from the first refusal: as many as were
// accepted in the minute before. Until then no request is delayed.
//
// A refusal after fewer than any plan allows is about something else: requests
// at a time, their cost, or others who use the same token. The first is let
// pass, but for the wait that it asks for; if it is not the last, the rate is
// lowered to what was accepted. Any refusal at a learned rate halves it. A
// lowered rate grows again, minute by minute, up to what the plan allows.
type adaptiveRate struct {
	limiter     *rate.Limiter // of infinite rate until something was learned
	plan        rate.Limit    // what the plan allows; infinite until it is known
	first       time.Time     // when the first request was sent
	accepted    []time.Time   // when the requests of the last rateWindow were sent
	maxAccepted int           // that were accepted in any rateWindow
	lowered     time.Time     // when the rate was last lowered, or might have been
	raised      time.Time     // until when growth has been added
}

// newAdaptiveRate returns a rate of which nothing is known.
func newAdaptiveRate() *adaptiveRate {
	return &adaptiveRate{limiter: rate.NewLimiter(rate.Inf, 1), plan: rate.Inf}
}

func perWindow(n int) rate.Limit { return rate.Limit(float64(n) / rateWindow.Seconds()) }

func (r *adaptiveRate) recordAccepted(sent time.Time) {
	if r.first.IsZero() {
		r.first = sent
	}
	r.dropOld(sent)
	r.accepted = append(r.accepted, sent)
	r.maxAccepted = max(r.maxAccepted, len(r.accepted))
}

// recordRefused records that a request was refused, while others were in flight.
func (r *adaptiveRate) recordRefused(sent, now time.Time, others int) {
	if !sent.After(r.lowered) {
		return // before what has been learned since
	}
	r.dropOld(now)
	limit, n := r.limiter.Limit(), len(r.accepted)
	again := now.Sub(r.lowered) <= 2*rateWindow
	r.lowered, r.raised = now, now
	switch {
	case r.plan == rate.Inf && n+others >= minPlanRate:
		limit = perWindow(max(n, minPlanRate)) * headroom
		r.plan = limit
		if r.maxAccepted >= 2*minPlanRate {
			r.plan = max(limit, perWindow(maxPlanRate)*headroom) // not the smallest
		}
	case limit == rate.Inf && !again:
	case limit == rate.Inf:
		limit = max(r.acceptedRate(now), perWindow(rateStep))
	default:
		limit = max(limit/2, perWindow(rateStep))
	}
	r.limiter.SetLimit(limit)
}

// acceptedRate returns the rate at which requests were accepted recently.
func (r *adaptiveRate) acceptedRate(now time.Time) rate.Limit {
	observed := min(now.Sub(r.first), rateWindow)
	return rate.Limit(float64(len(r.accepted)) / max(observed, time.Second).Seconds())
}

// current returns the limiter, at the rate that it has grown to.
func (r *adaptiveRate) current(now time.Time) *rate.Limiter {
	if limit := r.limiter.Limit(); limit < r.plan {
		if windows := int(now.Sub(r.raised) / rateWindow); windows > 0 {
			r.raised = r.raised.Add(time.Duration(windows) * rateWindow)
			r.limiter.SetLimit(min(limit+rate.Limit(windows)*r.step(), r.plan))
		}
	}
	return r.limiter
}

// step is how much a lowered rate grows in a rateWindow.
func (r *adaptiveRate) step() rate.Limit {
	if r.plan == rate.Inf {
		return perWindow(rateStep)
	}
	return max(perWindow(rateStep), r.plan/10)
}

// dropOld drops requests that were sent before the window that ends now.
func (r *adaptiveRate) dropOld(now time.Time) {
	start := now.Add(-rateWindow)
	i := 0
	for i < len(r.accepted) && r.accepted[i].Before(start) {
		i++
	}
	r.accepted = r.accepted[i:]
}
