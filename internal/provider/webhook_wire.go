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
	err := decodeObject(text, &w)
	return &w, err == nil
}

// UnmarshalJSON reads a filter of a state file.
func (f *filterWire) UnmarshalJSON(text []byte) error { return decodeObject(text, f) }

// UnmarshalJSON reads the timeouts of a state file.
func (t *timeoutsWire) UnmarshalJSON(text []byte) error { return decodeObject(text, t) }

// decodeObject reads an object into a struct, each of whose members it must have, and no other.
// Package json by itself would take members for those of another spelling.
func decodeObject(text []byte, to any) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	members := reflect.ValueOf(to).Elem()
	if len(raw) != members.NumField() {
		return errOtherMembers
	}
	for field, member := range members.Fields() {
		value, has := raw[field.Tag.Get("msgpack")]
		if !has {
			return errOtherMembers
		}
		if err := json.Unmarshal(value, member.Addr().Interface()); err != nil {
			return err
		}
	}
	return nil
}
