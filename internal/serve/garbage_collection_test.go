package serve

import (
	"runtime/debug"
	"testing"
)

func TestSetGCPercent(t *testing.T) {
	for gogc, want := range map[string]int{"": gcPercent, "50": 50, "off": 50} {
		t.Run("GOGC="+gogc, func(t *testing.T) {
			t.Setenv("GOGC", gogc)
			before := debug.SetGCPercent(50) // as if Go had read it
			defer debug.SetGCPercent(before)
			setGCPercent()
			if got := debug.SetGCPercent(50); got != want {
				t.Errorf("garbage is collected at %d %%, want %d %%", got, want)
			}
		})
	}
}
