package asanatest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
)

// requestData returns the members that a request sends: those of data in a
// JSON body, or the fields of a form, as the documentation's own curl sends
// them. It refuses keys beside data and members that are not allowed. Our
// choices: every request that takes JSON takes a form; and Asana may ignore some
// unknown keys in data, but a simulator that finds them is of more use.
func requestData(c *call, allowed ...string) (map[string]json.RawMessage, error) {
	if form, ok := parseForm(c); ok {
		data := formData(form)
		return data, allowOnly(data, allowed...)
	}
	envelope, err := decodeObject(c.body)
	if err != nil {
		return nil, errInvalidJSON
	}
	if err := allowOnly(envelope, "data"); err != nil {
		return nil, err
	}
	raw, ok := envelope["data"]
	if !ok || isNull(raw) {
		return nil, nil
	}
	data, err := decodeObject(raw)
	if err != nil {
		return nil, errInvalid("data", "Value is not an object")
	}
	return data, allowOnly(data, allowed...)
}

// formData turns the fields of a form into members of data. Our choice: filters
// are JSON, because nobody documents how a form has a list of objects.
func formData(form url.Values) map[string]json.RawMessage {
	data := map[string]json.RawMessage{}
	for name := range form {
		data[name] = encode(form.Get(name))
		if name == "filters" {
			data[name] = json.RawMessage(form.Get(name))
		}
	}
	return data
}

// decodeObject reads exactly one JSON object.
func decodeObject(raw []byte) (map[string]json.RawMessage, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return nil, err
	}
	if object == nil {
		return nil, refuse(http.StatusBadRequest, "null")
	}
	return object, nil
}

// allowOnly refuses the first key, in order of the alphabet, that is not one of
// those allowed.
func allowOnly(object map[string]json.RawMessage, allowed ...string) error {
	var extra []string
	for key := range object {
		if !slices.Contains(allowed, key) {
			extra = append(extra, key)
		}
	}
	if len(extra) == 0 {
		return nil
	}
	return errUnrecognizedField(slices.Min(extra))
}

// textMember reads a member that must be a string. Absent, null and empty are
// the same.
func textMember(object map[string]json.RawMessage, name string) (string, error) {
	raw, ok := object[name]
	if !ok || isNull(raw) {
		return "", nil
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return "", errInvalid(name, "Value is not a string: %s", raw)
	}
	return text, nil
}

func isNull(raw json.RawMessage) bool {
	return len(raw) == 0 || bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
}
