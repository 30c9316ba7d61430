package asanatest

import (
	"fmt"
	"strings"
	"time"
)

// Delivery is what became of an event for one webhook that it reaches.
type Delivery struct {
	Webhook string // gid
	Result  Result
	// NextAttempt is when the webhook is tried again, where it failed.
	NextAttempt time.Time
}

// Result is how far a delivery got.
type Result string

// What becomes of a delivery.
const (
	Delivered Result = "delivered" // the target accepted it
	Failed    Result = "failed"    // the target did not, and is tried again
	HeldBack  Result = "held_back" // an earlier one failed, and comes first
	Queued    Result = "queued"    // an earlier one is under way
	Dropped   Result = "dropped"   // the webhook was deleted meanwhile
)

// skippedWebhooks counts the webhooks that an event does not reach although
// they are on its object or above.
type skippedWebhooks struct{ inactive, filtered int }

// logEvent logs how far an event got, and why not farther.
func (s *Server) logEvent(e Event, kind string, deliveries []Delivery, skipped skippedWebhooks) {
	what := strings.TrimSpace(e.Action + " " + e.Field)
	s.logf("event: %s %s %s reaches %s", kind, e.Resource, what, s.describeDeliveries(deliveries, skipped))
}

// describeDeliveries says which webhooks an event reaches, in words.
func (s *Server) describeDeliveries(deliveries []Delivery, skipped skippedWebhooks) string {
	switch len(deliveries) {
	case 0:
		return "no webhook" + skipped.reason()
	case 1:
		return "1 webhook, " + s.describeDelivery(deliveries[0])
	}
	counts := map[string]int{}
	var order []string
	for _, d := range deliveries {
		text := s.describeDelivery(d)
		if counts[text] == 0 {
			order = append(order, text)
		}
		counts[text]++
	}
	for i, text := range order {
		order[i] = fmt.Sprintf("%d %s", counts[text], text)
	}
	return fmt.Sprintf("%d webhooks: %s", len(deliveries), strings.Join(order, "; "))
}

// describeDelivery is the result of a delivery in words.
func (s *Server) describeDelivery(d Delivery) string {
	switch d.Result {
	case Delivered:
		return "delivered"
	case Failed:
		return "not delivered, tried again at " + s.clockTime(d.NextAttempt)
	case HeldBack:
		return "held back until " + s.clockTime(d.NextAttempt) + " because the last delivery failed"
	case Queued:
		return "queued behind a delivery that is under way"
	default:
		return "deleted before it was delivered"
	}
}

// clockTime is a time as a person's clock shows it, with the day unless that is
// today.
func (s *Server) clockTime(t time.Time) string {
	t, today := t.Local(), s.now().Local()
	if t.Format(time.DateOnly) == today.Format(time.DateOnly) {
		return t.Format(time.TimeOnly)
	}
	return t.Format(time.DateTime)
}

// reason says why no webhook was reached.
func (u skippedWebhooks) reason() string {
	var reasons []string
	if u.filtered > 0 {
		reasons = append(reasons, fmt.Sprintf("the filters of %d don't match", u.filtered))
	}
	if u.inactive > 0 {
		reasons = append(reasons, fmt.Sprintf("%d not active", u.inactive))
	}
	if len(reasons) == 0 {
		return ": none is on the object or on what contains it"
	}
	return ": " + strings.Join(reasons, ", ")
}
