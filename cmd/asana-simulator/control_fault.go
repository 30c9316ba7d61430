package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// faultJSON is an asanatest.Fault.
type faultJSON struct {
	Op    asanatest.Op `json:"op"`
	Skip  int          `json:"skip"`
	Times int          `json:"times"`
	After bool         `json:"after"`

	Status  int                `json:"status"`
	Message string             `json:"message"`
	Code    string             `json:"code"`
	HTML    bool               `json:"html"`
	Body    string             `json:"body"`
	NoBody  bool               `json:"no_body"`
	Headers map[string]*string `json:"headers"` // null takes one away

	Reset        bool   `json:"reset"`
	Truncate     bool   `json:"truncate"`
	Delay        string `json:"delay"` // such as 2s
	DropSecret   bool   `json:"drop_secret"`
	RecordOf     string `json:"record_of"`
	RepeatOffset bool   `json:"repeat_offset"`
	Wire         string `json:"wire"` // one of wires
	KeepOpen     bool   `json:"keep_open"`
}

// wireFaults are what can be done to the bytes of an answer.
var wireFaults = map[string]func([]byte) []byte{
	"twice":             asanatest.WireTwice,
	"short_length":      asanatest.WireShortLength(10),
	"malformed_trailer": asanatest.WireTrailer("a trailer without a colon"),
	"switch_protocols":  asanatest.WireSwitchProtocols,
}

// postFault makes something go wrong from now on.
func (c *control) postFault(r *http.Request) (any, error) {
	var in faultJSON
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	if in.hasNoEffect() {
		return nil, errors.New("the fault does nothing: set status, reset, truncate, delay, headers, drop_secret, record_of, repeat_offset, wire or keep_open")
	}
	server := c.sim.current()
	fault, err := in.fault(server)
	if err != nil {
		return nil, err
	}
	server.Inject(fault)
	c.sim.log("control: added a fault for " + opName(in.Op))
	return emptyResponse, nil
}

// deleteFaults removes all faults.
func (c *control) deleteFaults(*http.Request) (any, error) {
	c.sim.current().ClearFaults()
	c.sim.log("control: removed all faults")
	return emptyResponse, nil
}

// hasNoEffect reports whether nothing would go wrong.
func (in faultJSON) hasNoEffect() bool {
	alters := in.Truncate || in.Delay != "" || len(in.Headers) > 0 || in.Wire != "" || in.KeepOpen
	return !alters && in.Status == 0 && !in.Reset && !in.DropSecret && in.RecordOf == "" && !in.RepeatOffset
}

// fault checks the members and turns them into a fault.
func (in faultJSON) fault(server *asanatest.Server) (asanatest.Fault, error) {
	f := asanatest.Fault{
		Op: in.Op, Skip: in.Skip, Times: in.Times, After: in.After,
		Status: in.Status, Message: in.Message, Code: in.Code, HTML: in.HTML, Body: in.Body, NoBody: in.NoBody,
		Reset: in.Reset, Truncate: in.Truncate, DropSecret: in.DropSecret, RecordOf: in.RecordOf,
		RepeatOffset: in.RepeatOffset, KeepOpen: in.KeepOpen,
	}
	for name, value := range in.Headers {
		if f.Header == nil {
			f.Header = http.Header{}
		}
		f.Header[http.CanonicalHeaderKey(name)] = nil
		if value != nil {
			f.Header.Set(name, *value)
		}
	}
	if in.Delay != "" {
		var err error
		if f.Delay, err = time.ParseDuration(in.Delay); err != nil || f.Delay < 0 {
			return f, fmt.Errorf("delay must be a time such as 500ms or 2s, not %q", in.Delay)
		}
	}
	if in.Wire != "" {
		if f.Wire = wireFaults[in.Wire]; f.Wire == nil {
			return f, fmt.Errorf("wire must be one of %s", strings.Join(slices.Sorted(maps.Keys(wireFaults)), ", "))
		}
	}
	return f, in.check(server)
}

// check says what is wrong with the members.
func (in faultJSON) check(server *asanatest.Server) error {
	_, isWebhook := server.Webhook(in.RecordOf)
	switch {
	case in.Op != "" && !slices.Contains(asanatest.Ops(), in.Op):
		return unknownOp(in.Op)
	case in.Status != 0 && (in.Status < 101 || in.Status > 599):
		return fmt.Errorf("status must be between 101 and 599, not %d", in.Status)
	case in.Skip < 0:
		return errors.New("skip can't be negative")
	case in.RecordOf != "" && !isWebhook && !objectExists(server, in.RecordOf):
		return fmt.Errorf("there is no webhook or object with gid %q", in.RecordOf)
	}
	return nil
}

// opName names an operation in the log.
func opName(op asanatest.Op) string { return cmp.Or(string(op), "any request") }

// unknownOp says which operations there are.
func unknownOp(op asanatest.Op) error {
	var names []string
	for _, known := range asanatest.Ops() {
		names = append(names, string(known))
	}
	return fmt.Errorf("the operation %q is none of %s", op, strings.Join(names, ", "))
}
