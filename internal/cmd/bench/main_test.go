package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestAccBench_everySubject measures a small life cycle of everything once, so that
// the bench is known to work when somebody needs it. What it measures is right
// only on a quiet machine, and not looked at here; but calls are calls.
func TestAccBench_everySubject(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run with TF_ACC=1")
	}
	t.Chdir(filepath.Join("..", "..", ".."))
	out := filepath.Join(t.TempDir(), "figures.json")
	if err := run(plan{counts: parseCounts("3"), runs: 1, engine: os.Getenv("TF_ACC_TERRAFORM_PATH")}, out); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var figures []measurement
	if err := json.Unmarshal(text, &figures); err != nil {
		t.Fatal(err)
	}
	if len(figures) != len(subjects())*len(phases) {
		t.Fatalf("%d figures", len(figures))
	}
	calls := map[string]int{}
	for _, f := range figures {
		if f.Seconds <= 0 || f.CPUSeconds <= 0 || f.Count != 3 {
			t.Errorf("%+v", f)
		}
		if f.PeakMB < 1 && runtime.GOOS == "linux" {
			t.Errorf("no memory seen: %+v", f)
		}
		calls[f.Subject+", "+f.Phase] = f.Calls
	}
	for what, want := range map[string]int{
		"asana_webhook, apply": 10, // a look-up each in plan and apply, the user, and 3 creations
		"asana_webhook, plan":  3, "asana_webhook, destroy": 6,
		"asana_webhook, no latency, apply": 10, "protocol floor, apply": 0, "protocol floor, destroy": 0,
	} {
		if calls[what] != want {
			t.Errorf("%s: %d calls, want %d", what, calls[what], want)
		}
	}
}
