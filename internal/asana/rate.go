package asana

import (
	"time"

	"golang.org/x/time/rate"
)

const (
	// rateWindow is the time over which Asana counts requests.
	rateWindow = time.Minute
	// leastRate and mostRate are what the plans allow in a rateWindow.
	leastRate = 150
	mostRate  = 1500
	// rateStep is the least rate that is kept to, per rateWindow, and the least
	// that is added to a lowered one in each rateWindow without a refusal.
	rateStep = 30
	// headroom is the part of the learned rate that is used. Requests sent in
	// even steps arrive in uneven ones: at the full rate a second's delay now
	// and then would be refused, and taken for a rate that is too high.
	headroom = 0.96
)

// learnedRate is at which rate Asana may be asked. How many requests a minute
// are allowed depends on the plan that the workspace pays for (150 or 1,500),
// and there is no way to ask, so it is learned from the first refusal: as many
// as were accepted in the minute before. Until then nothing is held back.
//
// A refusal after fewer than any plan allows is about something else: requests
// at a time, their cost, or others who use the same token. The first is let
// pass, but for the wait that it asks for; if it is not the last, the rate is
// lowered to what was accepted. Any refusal at a learned rate halves it. A
// lowered rate grows again, minute by minute, up to what the plan allows.
type learnedRate struct {
	limiter  *rate.Limiter // of infinite rate until something was learned
	plan     rate.Limit    // what the plan allows; infinite until it is known
	first    time.Time     // when the first request was sent
	accepted []time.Time   // when the requests of the last rateWindow were sent
	most     int           // that were accepted in any rateWindow
	lowered  time.Time     // when the rate was last lowered, or might have been
	raised   time.Time     // until when growth has been added
}

func newLearnedRate() *learnedRate {
	return &learnedRate{limiter: rate.NewLimiter(rate.Inf, 1), plan: rate.Inf}
}

func perWindow(n int) rate.Limit { return rate.Limit(float64(n) / rateWindow.Seconds()) }

// accept takes in that a request was answered.
func (r *learnedRate) accept(sent time.Time) {
	if r.first.IsZero() {
		r.first = sent
	}
	r.forget(sent)
	r.accepted = append(r.accepted, sent)
	r.most = max(r.most, len(r.accepted))
}

// refuse takes in that a request was one too many, while others were under way.
func (r *learnedRate) refuse(sent, now time.Time, others int) {
	if !sent.After(r.lowered) {
		return // before what has been learned since
	}
	r.forget(now)
	limit, n := r.limiter.Limit(), len(r.accepted)
	again := now.Sub(r.lowered) <= 2*rateWindow
	r.lowered, r.raised = now, now
	switch {
	case r.plan == rate.Inf && n+others >= leastRate:
		limit = perWindow(max(n, leastRate)) * headroom
		r.plan = limit
		if r.most >= 2*leastRate {
			r.plan = max(limit, perWindow(mostRate)*headroom) // not the smallest
		}
	case limit == rate.Inf && !again:
	case limit == rate.Inf:
		limit = max(r.pace(now), perWindow(rateStep))
	default:
		limit = max(limit/2, perWindow(rateStep))
	}
	r.limiter.SetLimit(limit)
}

// pace is at which rate requests were accepted of late.
func (r *learnedRate) pace(now time.Time) rate.Limit {
	observed := min(now.Sub(r.first), rateWindow)
	return rate.Limit(float64(len(r.accepted)) / max(observed, time.Second).Seconds())
}

// current returns the limiter, at the rate that it has grown to.
func (r *learnedRate) current(now time.Time) *rate.Limiter {
	if limit := r.limiter.Limit(); limit < r.plan {
		if windows := int(now.Sub(r.raised) / rateWindow); windows > 0 {
			r.raised = r.raised.Add(time.Duration(windows) * rateWindow)
			r.limiter.SetLimit(min(limit+rate.Limit(windows)*r.step(), r.plan))
		}
	}
	return r.limiter
}

// step is how much a lowered rate grows in a rateWindow.
func (r *learnedRate) step() rate.Limit {
	if r.plan == rate.Inf {
		return perWindow(rateStep)
	}
	return max(perWindow(rateStep), r.plan/10)
}

// forget drops what has left the window before now.
func (r *learnedRate) forget(now time.Time) {
	start := now.Add(-rateWindow)
	i := 0
	for i < len(r.accepted) && r.accepted[i].Before(start) {
		i++
	}
	r.accepted = r.accepted[i:]
}
