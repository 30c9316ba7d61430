package registration_test

import (
	"errors"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// What the errors say ends up in logs; diagnostics have words of their own.
func TestErrors_text(t *testing.T) {
	t.Parallel()
	lost, denied := errors.New("connection reset"), errors.New("403 Forbidden")
	for want, err := range map[string]error{
		"the handshake failed: 400 Bad Request: it answered 401": &registration.HandshakeError{
			Refusal: &asana.Error{Status: 400, Details: []asana.ErrorDetail{{Message: "it answered 401"}}},
		},
		"the answer was lost: connection reset":                                                      &registration.LostError{Cause: lost},
		"webhook 7 already has this resource and target":                                             &registration.DuplicateError{GID: "7"},
		"a webhook that can't be found already has this resource and target":                         &registration.DuplicateError{},
		"another block of this run is still creating a webhook with this resource and target":        &registration.DuplicateError{SameRun: true},
		"webhook 7, which already has this resource and target, could not be deleted: 403 Forbidden": &registration.ReplaceError{GID: "7", Err: denied},
		"webhook 7 was created, but its secret was lost, and it could not be deleted: 403 Forbidden": &registration.OrphanError{GID: "7", Err: denied},
		"the answer was lost (connection reset), and looking for the webhook failed: 403 Forbidden":  &registration.UncertainError{Cause: lost, Err: denied},
		"interrupted": &registration.InterruptedError{Last: lost},
	} {
		whole := &registration.CreateError{Err: err}
		if err.Error() != want || whole.Error() != want {
			t.Errorf("got %q and %q, want %q", err, whole, want)
		}
	}
}
