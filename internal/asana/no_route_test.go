package asana_test

import (
	"errors"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// An address that the API does not have says nothing about an object: a webhook is not
// deleted because base_url is wrong.
func TestError_noRoute(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status            int
		body              string
		noRoute, notFound bool
	}{
		"no route":            {404, `{"errors":[{"message":"No matching route for request"}]}`, true, false},
		"another case":        {404, `{"errors":[{"message":"no matching Route for this request."}]}`, true, false},
		"no object":           {404, `{"errors":[{"message":"webhook: Unknown object: 7"}]}`, false, true},
		"of another status":   {400, `{"errors":[{"message":"No matching route for request"}]}`, false, false},
		"not Asana's answer":  {404, `{"message":"No matching route for request"}`, false, false},
		"a page that says so": {404, `<p>No matching route for request</p>`, false, false},
	} {
		err := getOne(t.Context(), newClient(t, script(respond(tc.status, tc.body))))
		if errors.Is(err, asana.ErrNoRoute) != tc.noRoute || errors.Is(err, asana.ErrNotFound) != tc.notFound {
			t.Errorf("%s: no route %t, not found %t: %v", name, errors.Is(err, asana.ErrNoRoute), errors.Is(err, asana.ErrNotFound), err)
		}
	}
}
