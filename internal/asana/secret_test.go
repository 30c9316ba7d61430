package asana_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func TestSecret_isNotPrinted(t *testing.T) {
	t.Parallel()
	s := asana.Secret("hush")
	for _, format := range []string{"%s", "%v", "%+v", "%#v", "%q"} {
		if got := fmt.Sprintf(format, struct{ S asana.Secret }{s}); strings.Contains(got, "hush") {
			t.Errorf("%s prints %s", format, got)
		}
	}
	// printf hush | sha256sum
	if got, want := s.SHA256(), "dc8331bcb2283e89d275a1c2fe66f7bf5ac3163ec1967f149dd7e27906365f0c"; got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}
