package asana_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func TestDisplayTarget(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ target, want string }{
		"plain":                  {"https://example.com/hooks/asana", "https://example.com/hooks/asana"},
		"no path":                {"https://example.com", "https://example.com"},
		"port":                   {"https://example.com:8443/a", "https://example.com:8443/a"},
		"query":                  {"https://example.com/a?token=hidden", "https://example.com/a?…"},
		"query without path":     {"https://example.com?token=hidden", "https://example.com?…"},
		"empty query":            {"https://example.com/a?", "https://example.com/a?…"},
		"fragment":               {"https://example.com/a#hidden", "https://example.com/a#…"},
		"query and fragment":     {"https://example.com/a?hidden#hidden", "https://example.com/a?…"},
		"user":                   {"https://hidden@example.com/a", "https://example.com/a"},
		"user and password":      {"https://hidden:hidden@example.com/a?hidden", "https://example.com/a?…"},
		"password with an at":    {"https://u:hid@den@example.com/a", "https://example.com/a"},
		"at in the path":         {"https://example.com/@team/a", "https://example.com/@team/a"},
		"user, at in the path":   {"https://hidden@example.com/@team/a", "https://example.com/@team/a"},
		"user in no URL":         {"https://u:hidden word@example.com/%zz", "…example.com/%zz"},
		"at in a query":          {"https://example.com/a?hidden@b", "https://example.com/a?…"},
		"user part alone":        {"@%zz", "…%zz"},
		"opaque":                 {"mailto:hidden@example.com", "mailto:…"},
		"no scheme":              {"//hidden@example.com/a", "//example.com/a"},
		"relative":               {"/hook?hidden", "/hook?…"},
		"empty":                  {"", ""},
		"escape sequence":        {"https://example.com/\x1b[2J\r\nforged?\x1b[31mhidden", "https://example.com/[2J forged?…"},
		"direction override":     {"https://example.com/\u202efdp.exe", "https://example.com/fdp.exe"},
		"direction in user part": {"https://u:\u202ehidden@example.com/", "https://example.com/"},
		"broken UTF-8":           {"https://example.com/\xff\xfe?hidden", "https://example.com/?…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := asana.DisplayTarget(tc.target, 100); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestDisplayTarget_isBounded(t *testing.T) {
	t.Parallel()
	got := asana.DisplayTarget("https://example.com/"+strings.Repeat("x", 5000)+"?q", 40)
	if want := "https://example.com/" + strings.Repeat("x", 20) + "…?…"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHideQuery(t *testing.T) {
	t.Parallel()
	const target = "https://user:pass%21word@example.com/a?token=s3cr%2Ft+key&env=eu#fragment1"
	for name, text := range map[string]string{
		"whole":            "cannot POST " + target + ", it says",
		"query":            "cannot POST /a?token=s3cr%2Ft+key&env=eu",
		"as HTML":          "cannot POST /a?token=s3cr%2Ft+key&amp;env=eu",
		"value":            "the token s3cr%2Ft+key is wrong",
		"decoded value":    `the token "s3cr/t key" is wrong`,
		"encoded again":    "go to /login?next=%2Fa%3Ftoken%3Ds3cr%252Ft%2Bkey",
		"encoded as path":  "go to /s3cr%2Ft%20key",
		"password":         "no user with pass%21word",
		"decoded password": "no user with pass!word",
		"fragment":         "no anchor fragment1",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := asana.HideQuery(text, target)
			for _, private := range []string{"s3cr", "key", "word", "fragment1"} {
				if strings.Contains(got, private) {
					t.Errorf("got %q", got)
				}
			}
			if !strings.Contains(got, "[redacted]") {
				t.Errorf("got %q without a mark", got)
			}
		})
	}
	for name, tc := range map[string]struct{ text, target string }{
		"no query":     {"the target https://example.com/a answered 404", "https://example.com/a"},
		"short values": {"the target answered 1 time in the eu", "https://example.com/a?n=1&env=eu"},
	} {
		if got := asana.HideQuery(tc.text, tc.target); got != tc.text {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

// However a target is written, what stands after its first question mark is not
// shown.
func FuzzDisplayTarget(f *testing.F) {
	for _, beginning := range []string{"https://example.com/a", "https://u:p@example.com/", "mailto:a@b", "http://[::1]:80/\x1b", "//@@/", ":", "\u202e"} {
		f.Add(beginning)
	}
	f.Fuzz(func(t *testing.T, beginning string) {
		const secret = "token=quite-secret"
		got := asana.DisplayTarget(beginning+"?"+secret, 2000)
		if strings.Contains(got, secret) || got != asana.OneLine(got, 3000) {
			t.Errorf("got %q", got)
		}
		if got := asana.DisplayTarget("https://user:"+secret+"@example.com/"+beginning, 2000); strings.Contains(got, secret) {
			t.Errorf("got %q", got)
		}
	})
}

// A target that is no URL is hidden as well, and so is a value that is just long enough.
func TestHideQuery_limits(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ text, target, want string }{
		{"it is s3cr3t", "https://hooks.example.com/?s3cr3t", "it is [redacted]"},
		{"it is s3cr3", "https://hooks.example.com/?s3cr3", "it is s3cr3"},
		{"it is s3cr3t", "https://[::1?s3cr3t", "it is [redacted]"},
	} {
		if got := asana.HideQuery(tc.text, tc.target); got != tc.want {
			t.Errorf("of %s is shown %q, want %q", tc.target, got, tc.want)
		}
	}
}
