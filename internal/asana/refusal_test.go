package asana_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// What Asana is reported to say of a creation, and what it may say as well. Where
// no other source stands beside a text, it is a variant of the one before it.
func TestError_whatARefusalIsAbout(t *testing.T) {
	t.Parallel()
	const filterCode = "invalid_filters_for_larger_scoped_webhooks"
	for _, tc := range []struct {
		status  int
		message string
		code    string
		kinds   []error // among those that follow
	}{
		// Reported by users in Asana's forum: table of failure messages, row 1.
		{400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 401", "", []error{asana.ErrHandshake}},
		{400, "The remote server which is intended to receive the webhook responded with an incorrect HTTP status code: 401", "", []error{asana.ErrHandshake}},
		{400, "Responded with an incorrect HTTP status code: 503", "", []error{asana.ErrHandshake}},
		{403, "The remote server which is intended to receive the webhook responded with an incorrect status code: 401", "", []error{asana.ErrHandshake}},
		// Row 2.
		{400, "The remote server which is intended to receive the webhook did not respond with the handshake secret.", "", []error{asana.ErrHandshake}},
		{400, "The remote server which is intended to receive the webhook did not respond in time.", "", []error{asana.ErrHandshake}},
		{400, "The target did not respond.", "", []error{asana.ErrHandshake}},
		{400, "target: The remote server can't be reached", "", []error{asana.ErrHandshake}},
		{400, "Could not call the webhook URL", "", []error{asana.ErrHandshake}},
		{400, "No luck this time", "webhook_handshake_failed", []error{asana.ErrHandshake}},
		{400, "THE REMOTE SERVER SAID NO", "bad_request", []error{asana.ErrHandshake}},
		// Row 4: seen in an answer.
		{400, "You should specify one of resource", "", []error{asana.ErrValidation}},
		// Row 5: the form is documented.
		{400, "target: Missing input", "", []error{asana.ErrValidation}},
		// Rows 6 and 7: reported by users.
		{400, "Unrecognized request field resource", "", []error{asana.ErrValidation}},
		{400, "Could not parse request data, invalid JSON", "", []error{asana.ErrValidation}},
		// Row 8: reported by users.
		{400, "resource: Not a recognized ID: abc", "", []error{asana.ErrValidation}},
		{400, "resource: Not a recognized ID: remote server", "", []error{asana.ErrValidation}},
		{400, "target: Not a valid URL", "", []error{asana.ErrValidation}},
		{400, "data.resource: Unknown object: 7", "", []error{asana.ErrValidation}},
		{400, "Your plan ends", "some_new_code", []error{asana.ErrValidation}},
		// Rows on large resources: reported by users, with either status.
		{400, "Webhooks for larger scoped resources must have filters", filterCode, []error{asana.ErrFilters, asana.ErrValidation}},
		{403, "Webhooks for larger scoped resources must have filters", filterCode, []error{asana.ErrFilters}},
		{400, "Webhooks for larger scoped resources must have filters", "", []error{asana.ErrFilters}},
		{403, "webhooks for larger scoped resources must have something", "", []error{asana.ErrFilters}},
		{400, "Another sentence", filterCode, []error{asana.ErrFilters, asana.ErrValidation}},
		{400, "filters[0].fields: Not a recognized field", "", []error{asana.ErrFilters, asana.ErrValidation}},
		{400, "filters: Not a valid type: handshake", "", []error{asana.ErrFilters, asana.ErrValidation}},
		{403, "filters: Webhooks on this resource type must have filters", "", []error{asana.ErrFilters}},
		// Row on duplicates: Asana's staff.
		{403, "Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another.", "", []error{asana.ErrDuplicate}},
		{403, "You do not have access to this project.", "", nil},
		{403, "resource: Forbidden", "", nil},
		// The errors page documents these statuses, without texts.
		{402, "Payment Required", "", []error{asana.ErrPaymentRequired}},
		{451, "Unavailable For Legal Reasons", "", []error{asana.ErrLegal}},
		// What nobody has reported may be either.
		{400, "Something that nobody has seen yet", "", nil},
		{400, "Could not reach https://e.example/?resource:filters", "", nil},
		{401, "The remote server wants a token", "", nil},
		{500, "The remote server failed", "", nil},
	} {
		t.Run(tc.message, func(t *testing.T) {
			t.Parallel()
			body, err := json.Marshal(map[string]any{"errors": []any{map[string]string{"message": tc.message, "error": tc.code}}})
			if err != nil {
				t.Fatal(err)
			}
			refusal := postOne(t.Context(), newClient(t, script(respond(tc.status, string(body)))))
			want := make(map[error]bool)
			for _, kind := range tc.kinds {
				want[kind] = true
			}
			for _, kind := range []error{asana.ErrHandshake, asana.ErrValidation, asana.ErrFilters, asana.ErrDuplicate, asana.ErrPaymentRequired, asana.ErrLegal, asana.ErrNotAsana} {
				if errors.Is(refusal, kind) != want[kind] {
					t.Errorf("%d with code %q: %v is %t", tc.status, tc.code, kind, !want[kind])
				}
			}
			e, _ := errors.AsType[*asana.Error](refusal)
			if len(e.Details) != 1 || e.Details[0].Code != tc.code {
				t.Errorf("the code is not carried: %+v", e.Details)
			}
		})
	}
}

// Only a creation has a handshake; an update of the filters can be refused alike.
func TestError_refusalsOfOtherOperations(t *testing.T) {
	t.Parallel()
	const filters = `{"errors":[{"message":"Webhooks for larger scoped resources must have filters","error":"invalid_filters_for_larger_scoped_webhooks"}]}`
	if err := putOne(t.Context(), newClient(t, script(respond(400, filters)))); !errors.Is(err, asana.ErrFilters) {
		t.Errorf("got %v", err)
	}
	for name, call := range map[string]func(context.Context, *asana.Client) error{"update": putOne, "read": getOne, "deletion": deleteOne} {
		err := call(t.Context(), newClient(t, script(respond(400, `{"errors":[{"message":"The remote server did not respond"}]}`))))
		if errors.Is(err, asana.ErrHandshake) {
			t.Errorf("%s: %v is a handshake", name, err)
		}
	}
}
