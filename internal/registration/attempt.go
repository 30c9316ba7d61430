package registration

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Attempt is one POST of a creation and what it came to.
type Attempt struct {
	// Started, SentAt and Ended are by this machine's clock. The request may have waited
	// before it was sent. If it was not even begun, SentAt is Started.
	Started, SentAt, Ended time.Time
	// Outcome is what the POST came to.
	Outcome Outcome
	// Err is the refusal, or how the answer was lost; nil with Succeeded and
	// WithoutSecret.
	Err error
	// Orphan is the gid of the webhook that the attempt created, and that was deleted
	// because its secret was lost; empty if there was none.
	Orphan string
}

// Outcome is what an attempt came to.
type Outcome int

// The outcomes.
const (
	// Succeeded is a webhook with its secret.
	Succeeded Outcome = iota
	// WithoutSecret is an answer that lacks the secret.
	WithoutSecret
	// RateLimited is Asana's refusal because of too many requests.
	RateLimited
	// HandshakeFailed is a target that did not complete the handshake, by what
	// Asana says.
	HandshakeFailed
	// Unrecognized is a refusal in words of an unknown kind: it may be about the
	// handshake or about the request.
	Unrecognized
	// Ambiguous is an attempt that may have created a webhook: its answer was lost,
	// or did not come from Asana.
	Ambiguous
	// Duplicate is Asana's refusal because the pair has a webhook.
	Duplicate
	// Refused is anything else: the same request would be refused again.
	Refused
)

func outcomeOf(created *asana.CreatedWebhook, err error) Outcome {
	lost, isLost := errors.AsType[*asana.TransportError](err)
	_, repeated := errors.AsType[*MismatchError](err)
	switch {
	case err == nil && created.Secret == "":
		return WithoutSecret
	case err == nil:
		return Succeeded
	case errors.Is(err, asana.ErrNotAsana), repeated, errors.Is(err, asana.ErrServer), isLost && lost.Sent:
		return Ambiguous
	case errors.Is(err, asana.ErrRateLimited):
		return RateLimited
	case errors.Is(err, asana.ErrDuplicate):
		return Duplicate
	case errors.Is(err, asana.ErrHandshake):
		return HandshakeFailed
	case errors.Is(err, asana.ErrInvalid) && !errors.Is(err, asana.ErrValidation) && !errors.Is(err, asana.ErrFilters):
		return Unrecognized
	}
	return Refused
}

// sentAt returns when a request was sent, or zero if it was not begun.
func sentAt(created *asana.CreatedWebhook, err error) time.Time {
	if created != nil {
		return created.SentAt
	}
	if e, ok := errors.AsType[*asana.Error](err); ok {
		return e.SentAt
	}
	if e, ok := errors.AsType[*asana.TransportError](err); ok {
		return e.SentAt
	}
	return time.Time{}
}

// MismatchError is an answer to a creation that names a webhook of which nothing
// shows that this creation created it: it may be a copy of an earlier answer.
type MismatchError struct {
	// GID is the webhook's.
	GID string
}

// Error implements error.
func (e *MismatchError) Error() string {
	return "the answer names webhook " + e.GID + ", and nothing shows that this creation created it"
}

// UnverifiedError is an answer to a creation without a secret that names a webhook
// which could not be read.
type UnverifiedError struct {
	// GID is the webhook's.
	GID string
	// Created reports that the answer shows that the creation created it. Otherwise
	// nobody knows.
	Created bool
	// Err is why it was not read. It is not wrapped, because it is not about the
	// creation.
	Err error
}

// Error implements error.
func (e *UnverifiedError) Error() string {
	return fmt.Sprintf("the answer has no X-Hook-Secret, and reading webhook %s, which it names, failed: %v", e.GID, e.Err)
}
