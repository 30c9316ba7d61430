package registration

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// CreateError is a creation that failed, and what remains of it in Asana. It
// wraps one of the other errors of this package, or Asana's refusal.
type CreateError struct {
	// Err is why no webhook was created.
	Err error
	// Attempts are all POSTs, in their order.
	Attempts []Attempt
	// Replaced are the webhooks that had the pair and were deleted, as
	// [Request].ReplaceExisting allows.
	Replaced []asana.Webhook
	// Orphans are the webhooks of earlier attempts that were deleted because
	// their secrets were lost.
	Orphans []asana.Webhook
	// Unreconciled reports that the answer to an attempt was lost, and that nothing was
	// recognized as its orphan, which is as much as can be known: lists may lag
	// or fail, and Asana's clock may be unknown.
	Unreconciled bool
}

// Error implements error.
func (e *CreateError) Error() string { return e.Err.Error() }

// Unwrap returns why no webhook was created.
func (e *CreateError) Unwrap() error { return e.Err }

// ErrNoSecret is a creation to which Asana answered without the secret, twice.
// Without it no event can be verified, so both webhooks were deleted again.
var ErrNoSecret = errors.New("Asana answered the creation without the X-Hook-Secret, twice")

// HandshakeError is a target that did not complete the handshake in time, or a
// refusal that may be about that.
type HandshakeError struct {
	// Refusal is Asana's last answer about the handshake.
	Refusal *asana.Error
	// Unrecognized reports that Refusal is of an unknown kind: it may be about the
	// request instead.
	Unrecognized bool
	// Attempts counts the handshakes.
	Attempts int
	// Waited is the time since the first was started.
	Waited time.Duration
}

// Error implements error.
func (e *HandshakeError) Error() string {
	if e.Unrecognized {
		return "Asana refused the creation: " + e.Refusal.Error()
	}
	return "the handshake failed: " + e.Refusal.Error()
}

// Unwrap returns Asana's answer.
func (e *HandshakeError) Unwrap() error { return e.Refusal }

// LostError is a creation whose attempts lost their answers until the time was
// over. The orphans that were found were deleted.
type LostError struct {
	// Cause is how the last answer was lost.
	Cause error
	// Attempts counts the attempts.
	Attempts int
}

// Error implements error.
func (e *LostError) Error() string { return fmt.Sprintf("the answer was lost: %v", e.Cause) }

// Unwrap returns how the last answer was lost.
func (e *LostError) Unwrap() error { return e.Cause }

// DuplicateError is a pair of resource and target that has a webhook already,
// which was left alone.
type DuplicateError struct {
	// GID is that webhook's, or empty if it could not be found.
	GID string
	// Existing is its record; nil if it could not be found.
	Existing *asana.Webhook
	// SameRun reports that the same Registrar created it or, if GID is empty, was
	// still about to when the time was over.
	SameRun bool
	// Refusal is Asana's answer, or the loss of it; nil if there was none.
	Refusal error
	// FindErr is why it could not be looked for, or nil.
	FindErr error
}

// Error implements error.
func (e *DuplicateError) Error() string {
	if e.GID == "" && e.SameRun {
		return "another block of this run is still creating a webhook with this resource and target"
	}
	if e.GID == "" {
		return "a webhook that can't be found already has this resource and target"
	}
	return fmt.Sprintf("webhook %s already has this resource and target", e.GID)
}

// Unwrap returns Asana's answer.
func (e *DuplicateError) Unwrap() error { return e.Refusal }

// ReplaceError is an existing webhook that was to be replaced and could not be
// deleted.
type ReplaceError struct {
	// GID is the existing webhook's.
	GID string
	// Err is why it was not deleted.
	Err error
}

// Error implements error.
func (e *ReplaceError) Error() string {
	return fmt.Sprintf("webhook %s, which already has this resource and target, could not be deleted: %v", e.GID, e.Err)
}

// Unwrap returns why.
func (e *ReplaceError) Unwrap() error { return e.Err }

// OrphanError is a webhook that this creation created, whose secret is lost, and
// that could not be deleted.
type OrphanError struct {
	// GID is its gid.
	GID string
	// Err is why it was not deleted.
	Err error
}

// Error implements error.
func (e *OrphanError) Error() string {
	return fmt.Sprintf("webhook %s was created, but its secret was lost, and it could not be deleted: %v", e.GID, e.Err)
}

// Unwrap returns why.
func (e *OrphanError) Unwrap() error { return e.Err }

// UncertainError is an attempt whose answer was lost, and that could not be
// reconciled, because looking for its webhook failed.
type UncertainError struct {
	// Cause is how the answer was lost.
	Cause error
	// Refusal is Asana's answer to a later attempt, that there is a webhook
	// already; nil if there was none.
	Refusal error
	// Err is why looking for the webhook failed.
	Err error
}

// Error implements error.
func (e *UncertainError) Error() string {
	return fmt.Sprintf("the answer was lost (%v), and looking for the webhook failed: %v", e.Cause, e.Err)
}

// Unwrap returns how the answer was lost, and why looking failed.
func (e *UncertainError) Unwrap() []error { return []error{e.Cause, e.Err} }

// InterruptedError is a creation that was canceled.
type InterruptedError struct {
	// Last is what the last attempt came to; nil if there was none.
	Last error
}

// Error implements error.
func (e *InterruptedError) Error() string { return "interrupted" }

// Unwrap returns what the last attempt came to.
func (e *InterruptedError) Unwrap() error { return e.Last }
