package asana

import (
	"testing"
	"time"
)

// A wait is shortened by up to half.
func TestBackoff_jitter(t *testing.T) {
	t.Parallel()
	for _, longest := range []time.Duration{2, time.Second} {
		seen := make(map[bool]bool)
		for range 200 {
			d := backoff(longest, longest, 0, nil)
			if d < longest/2 || d > longest {
				t.Errorf("%v, want between %v and %v", d, longest/2, longest)
			}
			seen[d > longest*3/4] = true
		}
		if len(seen) != 2 {
			t.Errorf("waits of up to %v hardly differ", longest)
		}
	}
}
