package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// eventJSON is an event to be made.
type eventJSON struct {
	Resource     string `json:"resource"`
	Action       string `json:"action"`        // changed by default
	Field        string `json:"field"`         // with changed; name by default
	ChangeAction string `json:"change_action"` // what happened to the field; changed by default
	User         string `json:"user"`
	Parent       string `json:"parent"`
}

// deliveryJSON is what became of an event for one webhook.
type deliveryJSON struct {
	Webhook     string           `json:"webhook"`
	Result      asanatest.Result `json:"result"`
	NextAttempt *time.Time       `json:"next_attempt_after"`
}

// postEvent makes an event and answers which webhooks it reached.
func (c *control) postEvent(r *http.Request) (any, error) {
	var in eventJSON
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	in.Action = cmp.Or(in.Action, "changed")
	if in.Action == "changed" {
		in.Field = cmp.Or(in.Field, "name")
	}
	server := c.sim.current()
	if err := in.check(server); err != nil {
		return nil, err
	}
	deliveries := []deliveryJSON{}
	for _, d := range server.Emit(asanatest.Event{
		Resource: in.Resource, Action: in.Action, Field: in.Field, ChangeAction: in.ChangeAction, User: in.User, Parent: in.Parent,
	}) {
		deliveries = append(deliveries, deliveryJSON{d.Webhook, d.Result, timeOrNull(d.NextAttempt)})
	}
	return map[string]any{"deliveries": deliveries}, nil
}

// check says what is wrong with an event.
func (e eventJSON) check(server *asanatest.Server) error {
	if !slices.Contains(asanatest.Actions(), e.Action) {
		return errors.New(unknownAction(e.Action))
	}
	if e.Action != "changed" && (e.Field != "" || e.ChangeAction != "") {
		return errors.New("field and change_action go with the action changed")
	}
	if e.Resource == "" {
		return errors.New("set resource to the gid of the object that something happens to")
	}
	for _, gid := range []string{e.Resource, e.User, e.Parent} {
		if gid != "" && !objectExists(server, gid) {
			return fmt.Errorf("there is no object with gid %q", gid)
		}
	}
	return nil
}

// objectExists reports whether there is an object with a gid.
func objectExists(server *asanatest.Server, gid string) bool {
	return slices.ContainsFunc(server.Objects(), func(o asanatest.Object) bool { return o.GID == gid })
}

// timeOrNull is a time for JSON, the zero time being null.
func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
