package asanatest

import (
	"net/http"
	"time"
)

// A resource and a user with an app can have so many webhooks, as documented.
const (
	maxPerResource = 1000
	maxPerApp      = 10000
)

// createWebhook answers POST /webhooks: checks, handshake, record. The
// handshake happens without the lock and without regard to the client, so that
// the target may call the API back, and a client that hangs up leaves a webhook
// behind whose secret nobody has.
func (s *Server) createWebhook(c *call) (response, error) {
	wanted, err := s.parseWebhook(c)
	if err != nil {
		return response{}, err
	}
	s.mu.Lock()
	err = s.checkLimitsAndDuplicate(wanted)
	wanted.Secret = s.recordSecret(newSecret())
	s.mu.Unlock()
	if err != nil {
		return response{}, err
	}
	if err := s.handshake(wanted.Target, wanted.Secret); err != nil {
		return response{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	// Another create may have finished during the handshake. Our choice: the
	// second to finish is the duplicate.
	if err := s.checkLimitsAndDuplicate(wanted); err != nil {
		return response{}, err
	}
	w := s.register(wanted)
	record := s.webhookRecord(w)
	if s.opts.SlimCreate {
		record = s.withRawMembers(w, s.slimRecord(w))
	}
	return jsonResponse(http.StatusCreated, createdJSON{selectFields(record, optFields(c.query, nil)), w.Secret}), nil
}

// parseWebhook reads the request and checks what needs no other webhook, in
// this order: JSON, envelope, missing fields, resource, target, filters. That
// order is our choice.
func (s *Server) parseWebhook(c *call) (w Webhook, err error) {
	data, err := requestData(c, "resource", "target", "filters")
	if err != nil {
		return w, err
	}
	if w.Resource, err = textMember(data, "resource"); err != nil {
		return w, err
	}
	if w.Target, err = textMember(data, "target"); err != nil {
		return w, err
	}
	if w.Resource == "" {
		return w, errNoResource
	}
	if w.Target == "" {
		return w, errMissing("target")
	}
	kind, err := s.findWebhookResource(w.Resource, c.user)
	if err != nil {
		return w, err
	}
	if err := checkTarget(w.Target, s.opts.AllowLocalTargets); err != nil {
		return w, err
	}
	if w.Filters, err = parseFilters(data["filters"]); err != nil {
		return w, err
	}
	w.User, w.App = c.user, c.app
	return w, s.checkFilters(w.Filters, kind)
}

// findWebhookResource returns the kind of a resource that webhooks can be on. Users
// and webhooks can't; how Asana says so is not known, so they are simply not
// recognized here.
func (s *Server) findWebhookResource(gid, user string) (kind string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := s.findVisible("resource", gid, user)
	if err != nil {
		return "", err
	}
	if o.kind == kindUser {
		return "", errUnknown("resource", gid)
	}
	return o.kind, nil
}

// checkLimitsAndDuplicate checks what depends on the other webhooks: limits,
// then duplicates. A duplicate has the same user, resource and target,
// character by character, whatever the app and the filters. Our choices:
// duplicates are found before the handshake, and full is 403. The caller holds
// s.mu.
func (s *Server) checkLimitsAndDuplicate(w Webhook) error {
	if _, ok := s.objects[w.Resource]; !ok {
		return errUnknown("resource", w.Resource)
	}
	var ofResource, ofApp int
	var duplicate bool
	for _, other := range s.webhooks {
		sameResource, sameUser := other.Resource == w.Resource, other.User == w.User
		if sameResource {
			ofResource++
		}
		if sameUser && other.App == w.App {
			ofApp++
		}
		duplicate = duplicate || other.isDuplicate(w)
	}
	duplicate = duplicate || s.duplicatesTombstone(w)
	switch {
	case ofResource >= maxPerResource:
		return refuse(http.StatusForbidden, "The resource has reached the limit of %d webhooks.", maxPerResource)
	case ofApp >= maxPerApp:
		return refuse(http.StatusForbidden, "The app has reached the limit of %d webhooks for this user.", maxPerApp)
	case duplicate:
		return errDuplicate
	}
	return nil
}

// register makes the record after the handshake, which counts as a success, as
// captures show. The first heartbeat is due at once. The caller holds s.mu.
func (s *Server) register(wanted Webhook) *webhook {
	now := s.nowLocked().Truncate(time.Millisecond)
	w := &webhook{Webhook: wanted, listedAt: now.Add(s.opts.ListLag), nextHeartbeat: now}
	w.GID = s.nextGID()
	w.Active = true
	w.CreatedAt, w.LastSuccessAt = now, now
	s.webhooks[w.GID] = w
	s.signalScheduleChange()
	return w
}
