package asana

import "testing"

// Secrets of every length are found, wherever they are in a text. Short ones, and those
// of the length by which long ones are found, are found as a whole only.
func TestRedactor_lengths(t *testing.T) {
	t.Parallel()
	for _, secret := range []Secret{"s3cr", "s3cr3t1", "s3cr3t12", "s3cr3t123", "s3cr3t1234567890"} {
		var r redactor
		r.add(secret)
		r.add("", secret, "another0ne") // after one that is empty, and one that is known
		for text, want := range map[string]string{
			secret.Reveal():                      "[redacted]",
			"it is " + secret.Reveal():           "it is [redacted]",
			secret.Reveal() + " it is":           "[redacted] it is",
			"a " + secret.Reveal() + " and that": "a [redacted] and that",
			"or another0ne":                      "or [redacted]",
			"nothing":                            "nothing",
			secret.Reveal() + secret.Reveal():    "[redacted]",
		} {
			if got := r.quote(text, 100); got != want {
				t.Errorf("%s is shown as %q, want %q", text, got, want)
			}
		}
	}
}

// A text may end within a secret.
func TestRedactor_beginning(t *testing.T) {
	t.Parallel()
	var r redactor
	r.add("s3cr3t1234567890")
	for text, want := range map[string]string{
		"it is s3cr3t12":        "it is s3cr3t12",
		"it is s3cr3t123456789": "it is [redacted]",
	} {
		if got := r.quote(text, 100); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// A part of a secret is one if it is long enough and has letters enough, which a gid has not.
func TestIsFragment(t *testing.T) {
	t.Parallel()
	for part, want := range map[string]bool{
		"120461961140": false, "1204619611402340": false, "12046196114-": false, "12046196ab40": false, "12046196114{": false,
		"12046196abz0": true, "12046196abz": false, "abcdefghijk": false, "abcdefghijkl": true, "204619611xyz": true, "aaa000000000": true,
	} {
		if got := isFragment([]byte(part)); got != want {
			t.Errorf("%s: got %t, want %t", part, got, want)
		}
	}
}

// Of spans that begin alike, the longest says what stands in their place.
func TestReplace_longestSpan(t *testing.T) {
	t.Parallel()
	short, long := span{2, 4, "short"}, span{2, 6, "long"}
	for _, spans := range [][]span{{short, long}, {long, short}} {
		if got := replace("0123456789", spans); got != "01long6789" {
			t.Errorf("got %s", got)
		}
	}
}
