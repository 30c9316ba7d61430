package asanatest

import (
	"context"
	"time"
)

// heartbeatInterval is the time between heartbeats: one around a webhook's
// creation, then one every 8 hours.
const heartbeatInterval = 8 * time.Hour

// Advance moves the clock on and does what falls due on the way, in order:
// heartbeats, retries, the deletion of webhooks that have failed for 24 hours,
// the expiry of offset tokens. Advance(0) does what is due now, such as the
// first heartbeat of a new webhook. It must not be called by a target while it
// answers.
func (s *Server) Advance(d time.Duration) {
	s.advanceMu.Lock()
	defer s.advanceMu.Unlock()
	end := s.now().Add(d)
	for {
		due, ok := s.nextDueJob()
		if !ok || due.at.After(end) || s.ctx.Err() != nil {
			break
		}
		s.advanceTo(due.at)
		s.runJob(due)
	}
	s.advanceTo(end)
	s.deleteExpiredOffsets()
}

// Run does due work as real time passes, until ctx ends: what a program wants
// where a test calls Advance.
func (s *Server) Run(ctx context.Context) {
	for ctx.Err() == nil {
		s.Advance(0)
		wait := time.Hour
		if due, ok := s.nextDueJob(); ok {
			wait = due.at.Sub(s.now())
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-s.scheduleChanged:
		case <-ctx.Done():
		case <-s.ctx.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// signalScheduleChange makes Run look at the schedule again.
func (s *Server) signalScheduleChange() {
	select {
	case s.scheduleChanged <- struct{}{}:
	default:
	}
}

// advanceTo moves the clock forward to t; never back.
func (s *Server) advanceTo(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := t.Sub(s.nowLocked()); d > 0 {
		s.advanced += d
	}
}

// job is work that falls due for a webhook.
type job struct {
	at   time.Time
	gid  string
	work func(*Server, string)
}

// nextDueJob returns the earliest work. Of several at one time the webhook with
// the lowest gid comes first, and of one webhook's its deletion.
func (s *Server) nextDueJob() (next job, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.sortedWebhooks() {
		if j, due := w.nextJob(); due && (!ok || j.at.Before(next.at)) {
			next, ok = j, true
		}
	}
	return next, ok
}

// nextJob returns a webhook's earliest work. While it fails, retries stand in
// for heartbeats; an inactive one is left alone.
func (w *webhook) nextJob() (job, bool) {
	switch {
	case !w.Active || w.delivering:
		return job{}, false
	case w.NextAttemptAfter.IsZero():
		return job{w.nextHeartbeat, w.GID, (*Server).heartbeat}, true
	case !w.DeletionAt.IsZero() && !w.DeletionAt.After(w.NextAttemptAfter):
		return job{w.DeletionAt, w.GID, (*Server).deleteFailing}, true
	}
	return job{w.NextAttemptAfter, w.GID, (*Server).retry}, true
}

func (s *Server) runJob(j job) { j.work(s, j.gid) }

// heartbeat delivers an empty list of events.
func (s *Server) heartbeat(gid string) {
	s.mu.Lock()
	if w, ok := s.webhooks[gid]; ok {
		w.nextHeartbeat = s.nowLocked().Add(heartbeatInterval)
		w.enqueue(eventsBody())
	}
	s.mu.Unlock()
	s.deliver(gid, false)
}

// retry tries the backlog again, in which a heartbeat stands for one that is
// overdue.
func (s *Server) retry(gid string) {
	s.mu.Lock()
	if w, ok := s.webhooks[gid]; ok {
		if now := s.nowLocked(); !w.nextHeartbeat.After(now) {
			w.nextHeartbeat = now.Add(heartbeatInterval)
		}
		if len(w.backlog) == 0 { // after an edit that says that it fails
			w.enqueue(eventsBody())
		}
	}
	s.mu.Unlock()
	s.deliver(gid, true)
}

// deleteFailing deletes a webhook that has failed for too long.
func (s *Server) deleteFailing(gid string) {
	s.DeleteWebhook(gid)
	s.logf("webhook %s: deleted after %s without a success", gid, maxFailureTime)
}

// deleteExpiredOffsets forgets offset tokens that have long expired. Those that
// expired only lately are kept, so that their users are told so.
func (s *Server) deleteExpiredOffsets() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, o := range s.offsets {
		if s.nowLocked().Sub(o.expires) > 24*time.Hour {
			delete(s.offsets, token)
		}
	}
}
