//go:build unix

package provider_test

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// processGroup is a Terraform in a process group of its own: a terminal and a
// service manager send signals to the whole group, the provider included.
type processGroup struct {
	*running
	empty chan struct{} // closed when each process of the group has ended
}

// startGroup starts Terraform in a process group of its own.
func (w *workdir) startGroup(t *testing.T, args ...string) *processGroup {
	t.Helper()
	cmd := w.command(t, append(args, "-no-color")...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// Every process inherits the pipe's end, and the last one closes it.
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.ExtraFiles = []*os.File{write}
	g := &processGroup{running: startCommand(t, cmd), empty: make(chan struct{})}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(g.empty)
		_, _ = io.Copy(io.Discard, read) // nothing comes but the end
		_ = read.Close()                 // which says nothing more
	}()
	t.Cleanup(g.kill)
	return g
}

// kill ends what is left of the group. The number of an empty one may be another
// group's by now.
func (g *processGroup) kill() {
	select {
	case <-g.empty:
	default:
		_ = g.signal(syscall.SIGKILL) // the last process may have ended meanwhile
	}
}

// signal sends a signal to the process group.
func (g *processGroup) signal(s syscall.Signal) error {
	return syscall.Kill(-g.cmd.Process.Pid, s)
}

// awaitEmpty waits until each process of the group has ended.
func (g *processGroup) awaitEmpty(t *testing.T) {
	t.Helper()
	select {
	case <-g.empty:
	case <-t.Context().Done():
		t.Fatal("a process of the group never ended")
	}
}

// holds are the two sides of a creation at which Asana may be.
func holds() map[string]func(*asanatest.Server, asanatest.Op) *asanatest.Hold {
	return map[string]func(*asanatest.Server, asanatest.Op) *asanatest.Hold{
		"before the work": (*asanatest.Server).Hold,
		"after the work":  (*asanatest.Server).HoldAfter,
	}
}

// A service manager and a closed terminal signal the whole process group. SIGTERM
// is what Ctrl-C is: the POST in flight ends, and its secret is stored.
func TestAccWebhook_sigtermWhileThePostIsInFlight(t *testing.T) {
	t.Parallel()
	for name, hold := range holds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			held := hold(a.Server, asanatest.CreateWebhook)
			w := newWorkdir(t, a.webhook(``))
			g := w.startGroup(t, "apply", "-auto-approve")
			g.await(t, "the POST", held.Arrived())
			known := g.screen.shows(stopped)
			if err := g.signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			g.await(t, "the provider was told to stop", known)
			held.Release()
			out := g.end()
			out.keepsQuiet(t, "Plugin did not respond")
			a.quiet(t, out)
			g.awaitEmpty(t)
			a.agrees(t, w, 1)
			if n := a.calls(asanatest.CreateWebhook); n != 1 {
				t.Errorf("%d POSTs, want 1", n)
			}
			w.must(t, "plan", "-detailed-exitcode")
		})
	}
}

func TestAccWebhook_sigtermWhileTheTargetIsAwaited(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Mount(receivers, status(404))
	w := newWorkdir(t, a.webhook(`timeouts = { create = "10m" }`))
	g := w.startGroup(t, "apply", "-auto-approve")
	g.await(t, "the log tells of waiting", g.screen.shows(regexp.MustCompile("the target does not complete the handshake yet, attempt 1")))
	if err := g.signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	out := g.end()
	out.contains(t, "was interrupted. No webhook was created")
	a.quiet(t, out)
	g.awaitEmpty(t)
	a.agrees(t, w, 0)
}

// A provider that gets the signal alone stops waiting as well, and its request in
// flight is answered.
func TestAccWebhook_sigtermToTheProviderAlone(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	held := a.HoldAfter(asanatest.CreateWebhook)
	w := newWorkdir(t, a.webhook(``))
	g := w.startGroup(t, "apply", "-auto-approve")
	g.await(t, "the POST", held.Arrived())
	signalProvider(t, g.cmd.Process.Pid, syscall.SIGTERM)
	held.Release()
	out := g.end()
	if out.code != 0 {
		t.Errorf("terraform ended with %d: %s", out.code, out.text)
	}
	a.quiet(t, out)
	g.awaitEmpty(t)
	a.agrees(t, w, 1)
}

// Where Terraform has ended, nobody stores the secret of a webhook that is
// created after that: the provider deletes the webhook, and ends.
func TestAccWebhook_terraformEndsInMidCreate(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*processGroup) error{
		"SIGHUP to the group":  func(g *processGroup) error { return g.signal(syscall.SIGHUP) },
		"SIGKILL to Terraform": func(g *processGroup) error { return g.cmd.Process.Kill() },
		"SIGTERM to the group, then SIGKILL to Terraform": func(g *processGroup) error {
			return errors.Join(g.signal(syscall.SIGTERM), g.cmd.Process.Kill())
		},
	} {
		for side, hold := range holds() {
			t.Run(name+" "+side, func(t *testing.T) {
				t.Parallel()
				if strings.HasPrefix(name, "SIGHUP") && signal.Ignored(syscall.SIGHUP) {
					t.Skip("SIGHUP is ignored here, as by nohup")
				}
				a := newAPI(t)
				foreign := a.foreignWebhooks()
				held := hold(a.Server, asanatest.CreateWebhook)
				w := newWorkdir(t, a.webhook(``))
				g := w.startGroup(t, "apply", "-auto-approve")
				g.await(t, "the POST", held.Arrived())
				if err := end(g); err != nil {
					t.Fatal(err)
				}
				g.end()
				held.Release()
				g.awaitEmpty(t)
				a.agrees(t, w, 0, foreign...)
				w.apply(t)
				a.agrees(t, w, 1, foreign...)
			})
		}
	}
}

// A provider without an engine ends, whatever it was doing.
func TestAccWebhook_terraformEndsInMidRefresh(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	held := a.HoldAfter(asanatest.GetWebhook)
	g := w.startGroup(t, "plan")
	g.await(t, "the GET", held.Arrived())
	if err := g.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	g.end()
	g.awaitEmpty(t)
	a.agrees(t, w, 1)
}
