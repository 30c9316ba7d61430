package asana

import "testing"

// Secrets of every length are found, wherever they are in a text. Short ones, and those
// of the length by which long ones are found, are found as a whole only.
func TestRedactor_lengths(t *testing.T) {
	t.Parallel()
	for _, secret := range []Secret{"s3cr", "s3cr3t1", "s3cr3t12", "s3cr3t123", "s3cr3t1234567890"} {
		var r redactor
		r.add("", secret)           // one that is empty
		r.add(secret, "another0ne") // and one that is known
		for text, want := range map[string]string{
			secret.Reveal():                      "[redacted]",
			"it is " + secret.Reveal():           "it is [redacted]",
			secret.Reveal() + " it is":           "[redacted] it is",
			"a " + secret.Reveal() + " and that": "a [redacted] and that",
			"or another0ne":                      "or [redacted]",
			"nothing":                            "nothing",
		} {
			if got := r.quote(text, 100); got != want {
				t.Errorf("%s is shown as %q, want %q", text, got, want)
			}
		}
	}
}
