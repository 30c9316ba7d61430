package provider_test

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// running is a Terraform that a test does something to while it runs.
type running struct {
	cmd    *exec.Cmd
	screen *screen
	ended  chan struct{}
}

// start starts Terraform. Its log goes to the screen, too.
func (w *workdir) start(t *testing.T, args ...string) *running {
	t.Helper()
	return startCommand(t, w.command(t, append(args, "-no-color")...))
}

// startCommand starts a prepared Terraform.
func startCommand(t *testing.T, cmd *exec.Cmd) *running {
	t.Helper()
	r := &running{cmd: cmd, screen: &screen{}, ended: make(chan struct{})}
	r.cmd.Env = append(r.cmd.Env, "TF_LOG=TRACE")
	r.cmd.Stdout, r.cmd.Stderr = r.screen, r.screen
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(r.ended)
		_ = r.cmd.Wait() // its exit code says how it ended
	}()
	return r
}

// await waits for something to happen before Terraform ends.
func (r *running) await(t *testing.T, what string, happened <-chan struct{}) {
	t.Helper()
	select {
	case <-happened:
	case <-r.ended:
		t.Fatalf("terraform ended before %s:\n%s", what, r.screen)
	case <-t.Context().Done():
	}
}

// stopped is what the log says when the provider knows of an interrupt.
var stopped = regexp.MustCompile(`Served request:.*tf_rpc=StopProvider`)

// interrupt presses Ctrl-C once, and waits until the provider knows.
func (r *running) interrupt(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no way to interrupt another process")
	}
	known := r.screen.shows(stopped)
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	r.await(t, "the provider was told to stop", known)
}

// end waits for the end.
func (r *running) end() output {
	<-r.ended
	text := unframed(r.screen.String())
	recordedMessages.add(strings.Join(r.cmd.Args, " ")+" in "+r.cmd.Dir, text)
	return output{text, r.cmd.ProcessState.ExitCode()}
}

// screen keeps what is printed, and tells when it matches.
type screen struct {
	mu      sync.Mutex
	text    bytes.Buffer
	waiting map[chan struct{}]*regexp.Regexp
}

// Write implements io.Writer.
func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.text.Write(b)
	for c, re := range s.waiting {
		if re.Match(s.text.Bytes()) {
			close(c)
			delete(s.waiting, c)
		}
	}
	return n, err
}

// shows returns what is closed when re matches what has been printed.
func (s *screen) shows(re *regexp.Regexp) <-chan struct{} {
	c := make(chan struct{})
	s.mu.Lock()
	if s.waiting == nil {
		s.waiting = map[chan struct{}]*regexp.Regexp{}
	}
	s.waiting[c] = re
	s.mu.Unlock()
	_, _ = s.Write(nil) // it may be there already
	return c
}

// String returns all that was printed.
func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}
