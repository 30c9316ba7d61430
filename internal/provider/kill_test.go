package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A provider that dies while Asana makes the webhook can't clean up. The next
// apply says what it found and how to go on.
func TestAccWebhook_providerKilledInMidCreate(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	foreign := a.foreignWebhooks()
	held := a.HoldAfter(asanatest.CreateWebhook)
	w := newWorkdir(t, a.webhook(``))
	r := w.start(t, "apply", "-auto-approve")
	r.await(t, "the POST", held.Arrived())
	signalProvider(t, r.cmd.Process.Pid, os.Kill)
	held.Release()
	out := r.end()
	if out.code != 1 {
		t.Errorf("terraform ended with %d, want 1", out.code)
	}
	a.quiet(t, out)
	orphan := slices.DeleteFunc(a.gids(), func(gid string) bool { return slices.Contains(foreign, gid) })
	if len(orphan) != 1 {
		t.Fatalf("%d webhooks were made, want 1", len(orphan))
	}

	a.fails(t, w, "Webhook "+orphan[0]+" already has this resource and target", "The provider did not change the webhook.",
		"import { to = asana_webhook.NAME id = \""+orphan[0]+"\" }", "set replace_existing = true")
	a.agrees(t, w, 0, append(foreign, orphan...)...)

	w.write(t, a.webhook(`replace_existing = true`))
	w.apply(t)
	a.agrees(t, w, 1, foreign...)
	if slices.Contains(a.gids(), orphan[0]) {
		t.Error("the orphan is still there")
	}
	w.must(t, "plan", "-detailed-exitcode")
}

// signalProvider sends a signal to the provider that an engine has started.
func signalProvider(t *testing.T, engine int, s os.Signal) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("finding the provider's process needs Linux's /proc")
	}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	signaled := 0
	for _, file := range stats {
		// PID (NAME) STATE PARENT …: proc(5). A process may have ended meanwhile.
		b, _ := os.ReadFile(file)
		before, after, found := strings.Cut(string(b), ") ")
		fields := strings.Fields(after)
		if !found || len(fields) < 2 || fields[1] != strconv.Itoa(engine) || !strings.Contains(before, "(terraform-prov") {
			continue
		}
		if err := sendSignal(before, s); err != nil {
			t.Fatal(err)
		}
		signaled++
	}
	if signaled != 1 {
		t.Fatalf("%d providers were found and got the signal, want 1", signaled)
	}
}

// sendSignal sends a signal to the process that a line of /proc/PID/stat begins
// with.
func sendSignal(line string, s os.Signal) error {
	number, _, _ := strings.Cut(line, " ")
	pid, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Errorf("a process without a number: %w", err)
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return process.Signal(s)
}
