package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTable(t *testing.T) {
	t.Parallel()
	got := table([]figure{
		{Subject: "asana_webhook", Count: 5, Phase: "apply", Seconds: 1.26, Calls: 16, PeakMB: 27.4},
		{Subject: "asana_webhook", Count: 5, Phase: "plan", Seconds: 0.42, Calls: 3},
		{Subject: "protocol floor", Count: 5, Phase: "plan", Seconds: 0.4, PeakMB: 17},
		{Subject: "asana_webhook", Count: 100, Phase: "plan", Seconds: 2, Calls: 4, PeakMB: 30},
		{Subject: "protocol floor", Count: 100, Phase: "plan", Seconds: 1},
	})
	want := `| webhooks | command | asana_webhook | protocol floor | memory |
|---:|---|---:|---:|---:|
| 5 | apply | 1.3 s, 16 calls | – | 27 MB |
| 5 | plan | 0.4 s, 3 calls | 0.4 s | – |
| 100 | plan | 2.0 s, 4 calls | 1.0 s | 30 MB |
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("before\n<!-- figures begin -->\nold\n<!-- figures end -->\nafter\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := fill(page, "figures", "new\n"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(page)
	if want := "before\n<!-- figures begin -->\nnew\n<!-- figures end -->\nafter\n"; err != nil || string(got) != want {
		t.Errorf("got %q, %v", got, err)
	}
	if fill(page, "others", "new\n") == nil {
		t.Error("a page without the marks is no error")
	}
}
