package provider

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"

	"github.com/vmihailenco/msgpack/v5"
)

// errOtherMembers is an object of another version, or one that was edited by hand.
var errOtherMembers = errors.New("an object has not the members that it has today")

// webhookWire is an asana_webhook as the protocol transports it: in MessagePack, or in JSON
// where it comes from a state file. Nil is null. It has no unknown values. The fields are in
// the order in which an object is encoded.
type webhookWire struct {
	Active           *bool              `msgpack:"active"`
	CreatedAt        *string            `msgpack:"created_at"`
	ExistingSecret   *string            `msgpack:"existing_secret"`
	Filters          []*filterWire      `msgpack:"filters"`
	ID               *string            `msgpack:"id"`
	ReplaceExisting  *bool              `msgpack:"replace_existing"`
	Resource         *string            `msgpack:"resource"`
	ResourceName     *string            `msgpack:"resource_name"`
	ResourceType     *string            `msgpack:"resource_type"`
	RotationTriggers map[string]*string `msgpack:"rotation_triggers"`
	Secret           *string            `msgpack:"secret"`
	SecretSHA256     *string            `msgpack:"secret_sha256"`
	SecretStorage    *string            `msgpack:"secret_storage"`
	Target           *string            `msgpack:"target"`
	Timeouts         *timeoutsWire      `msgpack:"timeouts"`
}

type filterWire struct {
	Action          *string   `msgpack:"action"`
	Fields          []*string `msgpack:"fields"`
	ResourceSubtype *string   `msgpack:"resource_subtype"`
	ResourceType    *string   `msgpack:"resource_type"`
}

type timeoutsWire struct {
	Create *string `msgpack:"create"`
}

// identityWire is what identifies a webhook to Terraform.
type identityWire struct {
	GID string `msgpack:"gid"`
}

// decodeWebhook reads MessagePack. It fails on null, and on whatever is unknown.
func decodeWebhook(encoded []byte) (*webhookWire, bool) {
	decoder := msgpack.GetDecoder()
	defer msgpack.PutDecoder(decoder)
	decoder.Reset(bytes.NewReader(encoded))
	if n, err := decoder.DecodeMapLen(); err != nil || n != reflect.TypeFor[webhookWire]().NumField() {
		return nil, false
	}
	decoder.Reset(bytes.NewReader(encoded))
	decoder.DisallowUnknownFields(true)
	var w webhookWire
	if err := decoder.Decode(&w); err != nil {
		return nil, false
	}
	return &w, true
}

// decodeWebhookState reads the JSON of a state file. It fails on attributes that are not those
// of this version, and on values of other types, which may be convertible.
func decodeWebhookState(text []byte) (*webhookWire, bool) {
	var w webhookWire
	err := decodeObject(text, map[string]any{
		"active": &w.Active, "created_at": &w.CreatedAt, "existing_secret": &w.ExistingSecret, "filters": &w.Filters,
		"id": &w.ID, "replace_existing": &w.ReplaceExisting, "resource": &w.Resource, "resource_name": &w.ResourceName,
		"resource_type": &w.ResourceType, "rotation_triggers": &w.RotationTriggers, "secret": &w.Secret,
		"secret_sha256": &w.SecretSHA256, "secret_storage": &w.SecretStorage, "target": &w.Target, "timeouts": &w.Timeouts,
	})
	return &w, err == nil
}

// UnmarshalJSON reads a filter of a state file.
func (f *filterWire) UnmarshalJSON(text []byte) error {
	return decodeObject(text, map[string]any{
		"action": &f.Action, "fields": &f.Fields, "resource_subtype": &f.ResourceSubtype, "resource_type": &f.ResourceType,
	})
}

// UnmarshalJSON reads the timeouts of a state file.
func (t *timeoutsWire) UnmarshalJSON(text []byte) error {
	return decodeObject(text, map[string]any{"create": &t.Create})
}

// decodeObject reads an object with the given members, each of which it must have once.
// Package json by itself would take members for those of another spelling.
func decodeObject(text []byte, members map[string]any) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	if len(raw) != len(members) {
		return errOtherMembers
	}
	for name, value := range raw {
		to, known := members[name]
		if !known {
			return errOtherMembers
		}
		if err := json.Unmarshal(value, to); err != nil {
			return err
		}
	}
	return nil
}
