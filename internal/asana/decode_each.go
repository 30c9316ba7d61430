package asana

import (
	"bytes"
	"encoding/json"
	"errors"
)

// decodeEach decodes the elements of a list one by one, so that whoever takes them
// can refuse more: a few bytes of JSON make an element that is a hundred times as
// large. A list that is null has none.
func decodeEach[T any](b []byte, take func(T) error) error {
	if string(b) == "null" {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(b))
	if start, err := decoder.Token(); err != nil || start != json.Delim('[') {
		return errors.Join(err, errors.New("a list is expected"))
	}
	for decoder.More() {
		var element T
		if err := decoder.Decode(&element); err != nil {
			return err
		}
		if err := take(element); err != nil {
			return err
		}
	}
	return nil
}
