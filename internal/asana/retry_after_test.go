package asana

import (
	"strings"
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
		"1.5":                           1500 * time.Millisecond,
		" 0.25":                         250 * time.Millisecond,
		"30.":                           30 * time.Second,
		"100000":                        100000 * time.Second,
		"2147483648":                    2147483648 * time.Second,
		"99999999999999999999":          maxWait,
		strings.Repeat("9", 400):        maxWait,
		"1e3":                           -1,
		"0x10":                          -1,
		"Inf":                           -1,
		"NaN":                           -1,
		"1,5":                           -1,
		"1.2.3":                         -1,
		".":                             -1,
		"soon":                          -1,
		"Thu, 01 Jan 2099 00:00:00 GMT": time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC).Sub(now),
		"Fri, 01 Jan 9999 00:00:00 GMT": maxWait,
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
	f.Add("1.5")
	f.Add("100000")
	f.Add("99999999999999999999.9")
	f.Add("Thu, 01 Jan 2099 00:00:00 GMT")
	f.Add("Fri, 01 Jan 9999 00:00:00 GMT")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := parseRetryAfter(s, time.Unix(0, 0)); ok && (d < 0 || d > maxWait) {
			t.Errorf("a wait of %v", d)
		}
	})
}
