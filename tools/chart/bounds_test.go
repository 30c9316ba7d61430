package main

import (
	"strings"
	"testing"
)

func TestBounds(t *testing.T) {
	t.Parallel()
	all := []figure{
		{Subject: "terraform_data", Count: 10, Phase: "refresh", Seconds: 1},
		{Subject: "asana_webhook", Count: 10, Phase: "refresh", Seconds: 4.2},
		{Subject: "asana_webhook", Count: 1, Phase: "refresh", Seconds: 99, PeakMB: 99},
		{Subject: "empty provider", Count: 10, Phase: "destroy", Seconds: 4.9},
		{Subject: "asana_webhook", Count: 10, Phase: "destroy", Seconds: 6.1, PeakMB: 30},
		{Subject: "empty provider, as large", Count: 10, Phase: "destroy", Seconds: 5.8},
		{Subject: "empty provider", Count: 10, Phase: "apply", Seconds: 0.9},
		{Subject: "asana_webhook", Count: 10, Phase: "apply", Seconds: 2.1},
		{Subject: "empty provider, as large", Count: 10, Phase: "apply", Seconds: 2},
	}
	got := bounds(all)
	for _, want := range []string{
		"| refresh | 1.25 × `terraform_data` + 3 s | 4.2 s | 4.2 s | met |\n",
		"| destroy | 1.2 × (calls of 100 ms, 10 at a time + empty provider) | 6.0 s | 6.1 s | **missed** |\n",
		"| destroy | 1.2 × (calls of 100 ms, 10 at a time + empty provider, as large) | 7.1 s | 6.1 s | met |\n",
		"| apply | 1.2 × (calls of 100 ms, 10 at a time + empty provider) | 1.2 s | 2.1 s | **missed**; as large, the empty provider takes 2.0 s itself |\n",
		"| memory, refresh | empty provider + 20 MB | | | not measured |\n",
		"| memory, destroy | empty provider + 20 MB | | | not measured |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
}
