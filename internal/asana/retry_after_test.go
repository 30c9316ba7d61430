package asana

import (
	"testing"
	"time"
)

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"0":                             0,
		"1":                             time.Second,
		" 30 ":                          30 * time.Second,
		"Fri, 02 Jan 2026 03:05:05 GMT": time.Minute,
		"Fri, 02 Jan 2026 03:00:00 GMT": 0,
		"":                              -1,
		"-5":                            -1,
		"1.5":                           -1,
		"99999999999999999999":          -1,
		"soon":                          -1,
	} {
		got, ok := parseRetryAfter(in, now)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("parseRetryAfter(%q) = %v, %v", in, got, ok)
		}
	}
}

func FuzzParseRetryAfter(f *testing.F) {
	f.Add("30")
	f.Add("Fri, 02 Jan 2026 03:05:05 GMT")
	f.Add("-1")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := parseRetryAfter(s, time.Unix(0, 0)); ok && d < 0 {
			t.Errorf("a wait of %v", d)
		}
	})
}
