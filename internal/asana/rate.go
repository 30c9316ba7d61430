package asana

import (
	"time"

	"golang.org/x/time/rate"
)

const (
	// rateWindow is the time over which Asana counts requests.
	rateWindow = time.Minute
	// leastRate is what the smallest plan allows in a rateWindow. A refusal
	// after less than half as many says nothing about the plan: somebody else
	// uses the token. Half, for answers that are still under way do not count.
	leastRate = 150
	// rateStep is the least rate that is kept to, per rateWindow, and what is
	// added to a lowered one in each rateWindow.
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
// Refusals that the plan does not account for come from others who use the same
// token. They halve the rate, and it grows again by rateStep a minute.
type learnedRate struct {
	limiter  *rate.Limiter // of infinite rate until something was learned
	plan     rate.Limit    // what the plan allows; infinite until it is known
	accepted []time.Time   // when the requests of the last rateWindow were sent
	lowered  time.Time     // when the rate was last lowered, or might have been
	raised   time.Time     // until when growth has been added
	warned   bool          // a refusal has been let pass
}

func newLearnedRate() *learnedRate {
	return &learnedRate{limiter: rate.NewLimiter(rate.Inf, 1), plan: rate.Inf}
}

func perWindow(n int) rate.Limit { return rate.Limit(float64(n) / rateWindow.Seconds()) }

// accept takes in that a request was answered.
func (r *learnedRate) accept(sent time.Time) {
	r.forget(sent)
	r.accepted = append(r.accepted, sent)
}

// refuse takes in that a request was one too many.
func (r *learnedRate) refuse(sent, now time.Time) {
	if !sent.After(r.lowered) {
		return // before what has been learned since
	}
	r.forget(now)
	limit, n := r.limiter.Limit(), len(r.accepted)
	r.lowered, r.raised = now, now
	switch {
	case r.plan == rate.Inf && n >= leastRate/2:
		r.plan = perWindow(max(n, leastRate)) * headroom
		limit = r.plan
	case limit == rate.Inf && !r.warned:
		r.warned = true // it may have been a passing one
	case limit == rate.Inf:
		limit = perWindow(max(n, rateStep))
	default:
		limit = max(limit/2, perWindow(rateStep))
	}
	r.limiter.SetLimit(limit)
}

// current returns the limiter, at the rate that it has grown to.
func (r *learnedRate) current(now time.Time) *rate.Limiter {
	if limit := r.limiter.Limit(); limit < r.plan {
		if windows := int(now.Sub(r.raised) / rateWindow); windows > 0 {
			r.raised = r.raised.Add(time.Duration(windows) * rateWindow)
			r.limiter.SetLimit(min(limit+perWindow(windows*rateStep), r.plan))
		}
	}
	return r.limiter
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
