package asanatest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"
)

// hookSignature is the header of a delivery.
const hookSignature = "X-Hook-Signature"

// After a failed delivery Asana retries with exponential backoff, and gives the
// webhook up 24 hours after its last success. The first wait is our choice; it
// doubles each time.
const (
	firstRetryDelay = time.Minute
	maxFailureTime  = 24 * time.Hour
)

// sign computes a delivery's signature: HMAC-SHA256 of the raw body with the
// secret, as it is written, for a key, in lower-case hex.
func sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// enqueue adds a body to what a webhook has to deliver. The caller holds s.mu.
func (w *webhook) enqueue(body []byte) { w.backlog = append(w.backlog, body) }

// deliver works on a webhook's backlog, in order, until it is empty or a
// delivery fails. A webhook that waits for a retry is left alone unless retry
// is set: what comes in the meantime queues up behind, which is our choice.
func (s *Server) deliver(gid string, retry bool) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.webhooks[gid]
	switch {
	case !ok:
		return Delivery{gid, Dropped, time.Time{}}
	case w.delivering:
		return Delivery{gid, Queued, time.Time{}}
	case !w.NextAttemptAfter.IsZero() && !retry:
		return Delivery{gid, HeldBack, w.NextAttemptAfter}
	}
	w.delivering = true
	defer func() {
		w.delivering = false
		s.signalScheduleChange()
	}()
	for len(w.backlog) > 0 && s.webhooks[gid] == w {
		target, secret, body := w.Target, w.Secret, w.backlog[0]
		s.mu.Unlock()
		failure := s.attemptDelivery(target, secret, body)
		s.mu.Lock()
		if failure != "" {
			w.recordFailure(failure, s.nowLocked())
			return Delivery{gid, Failed, w.NextAttemptAfter}
		}
		w.backlog = w.backlog[1:]
		w.recordSuccess(s.nowLocked())
	}
	return Delivery{gid, Delivered, time.Time{}}
}

// attemptDelivery delivers a body once and returns the content of the failure,
// if any.
func (s *Server) attemptDelivery(target, secret string, body []byte) (failure string) {
	reply, err := s.postToTarget(target, hookSignature, sign(secret, body), body, s.opts.DeliveryTimeout)
	switch {
	case err != nil:
		s.logf("delivery to %s: %v", redactTarget(target), err)
		return err.Error()
	case !reply.accepted():
		s.logf("delivery to %s: answered %d", redactTarget(target), reply.status)
		return fmt.Sprintf("%d %s\n\n%s", reply.status, http.StatusText(reply.status), reply.body)
	}
	s.logf("delivery to %s: answered %d", redactTarget(target), reply.status)
	return ""
}

// recordSuccess notes a success, which ends a series of failures. What the last
// failure was stays on record.
func (w *webhook) recordSuccess(now time.Time) {
	w.LastSuccessAt = now.Truncate(time.Millisecond)
	w.RetryCount = 0
	w.NextAttemptAfter, w.DeletionAt = time.Time{}, time.Time{}
}

// recordFailure notes a failure and when to try again. The count is one of retries:
// the first failure makes none yet.
func (w *webhook) recordFailure(content string, now time.Time) {
	now = now.Truncate(time.Millisecond)
	if !w.NextAttemptAfter.IsZero() {
		w.RetryCount++
	}
	w.LastFailureAt, w.LastFailureContent = now, content
	w.NextAttemptAfter = now.Add(firstRetryDelay << min(w.RetryCount, 20))
	alive := w.LastSuccessAt
	if alive.IsZero() {
		alive = w.CreatedAt
	}
	w.DeletionAt = alive.Add(maxFailureTime)
}
