package asana

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// UnmarshalJSON reads a record leniently where nothing depends on it: a time or a
// count that is none must not keep a webhook from being read, listed or deleted.
func (w *Webhook) UnmarshalJSON(b []byte) error {
	type plain Webhook // without this method
	wire := struct {
		*plain
		Filters                  filterSet    `json:"filters"`
		CreatedAt                lenientTime  `json:"created_at"`
		LastSuccessAt            lenientTime  `json:"last_success_at"`
		LastFailureAt            lenientTime  `json:"last_failure_at"`
		DeliveryRetryCount       lenientCount `json:"delivery_retry_count"`
		NextAttemptAfter         lenientTime  `json:"next_attempt_after"`
		FailureDeletionTimestamp lenientTime  `json:"failure_deletion_timestamp"`
	}{plain: (*plain)(w)}
	if err := json.Unmarshal(b, &wire); err != nil {
		return err
	}
	w.Filters = wire.Filters.filters
	w.CreatedAt, w.LastSuccessAt, w.LastFailureAt = time.Time(wire.CreatedAt), time.Time(wire.LastSuccessAt), time.Time(wire.LastFailureAt)
	w.NextAttemptAfter, w.FailureDeletionTimestamp = time.Time(wire.NextAttemptAfter), time.Time(wire.FailureDeletionTimestamp)
	w.DeliveryRetryCount = int(wire.DeliveryRetryCount)
	return nil
}

// lenientTime is zero where it is not a time.
type lenientTime time.Time

func (t *lenientTime) UnmarshalJSON(b []byte) error {
	at, _ := time.Parse(time.RFC3339, strings.Trim(string(b), `"`)) // zero if it fails
	*t = lenientTime(at)
	return nil
}

// lenientCount is a number in any form, and 0 where it is not one that counts.
type lenientCount int

func (n *lenientCount) UnmarshalJSON(b []byte) error {
	*n = 0
	if f, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64); err == nil && f > 0 && f <= math.MaxInt32 {
		*n = lenientCount(f)
	}
	return nil
}

// UnmarshalJSON compares filters while they are decoded, so that what is repeated
// takes up no memory.
func (s *filterSet) UnmarshalJSON(b []byte) error {
	*s = filterSet{}
	if string(b) == "null" {
		return nil
	}
	*s = *newFilterSet()
	return decodeEach(b, func(f Filter) error {
		s.add(f)
		return nil
	})
}

// decodeSecret reads the secret in the answer to a creation. One that is not
// text as it stands is as good as none: what package json makes of it is another
// secret, with which no signature agrees.
func decodeSecret(b json.RawMessage) Secret {
	var secret string
	if !utf8.Valid(b) || json.Unmarshal(b, &secret) != nil || strings.ContainsRune(secret, utf8.RuneError) {
		return ""
	}
	return Secret(secret)
}
