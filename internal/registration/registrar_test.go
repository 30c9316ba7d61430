package registration_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

func TestDelete_existed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := newSimulation(t, faultless(func(*script) {}))
		defer sim.Close()
		for _, want := range []bool{true, false} {
			existed, err := sim.registrar.Delete(t.Context(), sim.foreignPairs[0])
			if err != nil || existed != want {
				t.Errorf("got %t, %v, want %t", existed, err, want)
			}
		}
	})
}

// A duplicate that no list shows is waited for only while a deletion can explain it.
func TestCreate_longAfterADeletion(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := newSimulation(t, faultless(func(s *script) { s.foreignAge, s.unlistable = time.Hour, true }))
		defer sim.Close()
		if _, err := sim.registrar.Delete(t.Context(), sim.foreignPairs[0]); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		start := time.Now()
		results := sim.run(t.Context())
		if took := time.Since(start); took > 40*time.Second || !is[*registration.DuplicateError](results[0].err) {
			t.Errorf("got %v after %v, want a duplicate within 40s", results[0].err, took)
		}
	})
}
