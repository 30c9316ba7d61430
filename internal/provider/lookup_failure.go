package provider

import (
	"errors"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// notRead is the failure to read an object, or a list of objects to find it in.
// A refusal leaves open whether the object exists, so the summary says what was
// refused.
func notRead(noun, object string, err error) failure {
	summary := title(noun) + " not read"
	switch {
	case asana.IsIntermediaryRefusal(err):
	case errors.Is(err, asana.ErrUnauthorized):
		summary = "Not authorized to read " + noun
	case errors.Is(err, asana.ErrForbidden):
		summary = "Access to " + noun + " forbidden"
	}
	return failure{summary, object, err}
}

// notFound is the failure to read an object by its gid.
func notFound(noun, object string, err error) failure {
	if errors.Is(err, asana.ErrNotFound) {
		return failure{title(noun) + " not found", object, err}
	}
	return notRead(noun, object, err)
}
