package asanatest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
)

// decodeData takes the members of data out of a request body, refusing keys
// beside data and keys in it that are not allowed. Our choice: Asana may
// overlook some unknown keys in data; a simulator had better find them.
func decodeData(body []byte, allowed ...string) (map[string]json.RawMessage, error) {
	envelope, err := decodeObject(body)
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
