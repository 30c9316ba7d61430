package provider_test

import (
	"bufio"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// servers are the programs of the examples that users run on a host of their own: how
// to start each, without its arguments.
var servers = map[string]func(*testing.T) *exec.Cmd{
	"go-server": func(t *testing.T) *exec.Cmd {
		t.Helper()
		binary := filepath.Join(t.TempDir(), "receiver")
		build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
		build.Dir = filepath.Join(examples, "go-server")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return exec.CommandContext(t.Context(), binary)
	},
	"python-server": func(t *testing.T) *exec.Cmd {
		t.Helper()
		python, err := exec.LookPath("python3")
		if err != nil && os.Getenv("CI") != "true" {
			t.Skip("no python3")
		}
		return exec.CommandContext(t.Context(), python, filepath.Join(examples, "python-server", "receiver", "server.py"))
	},
}

// server is one of the programs, running.
type server struct {
	url        *url.URL
	secretFile string
	program    *exec.Cmd
	lines      chan string // of its log; closed when it ends
	logged     strings.Builder
}

func startServer(t *testing.T, program *exec.Cmd) *server {
	t.Helper()
	s := &server{secretFile: filepath.Join(t.TempDir(), "secret"), lines: make(chan string, 100), program: program}
	program.Args = append(program.Args, "--listen", "127.0.0.1:0", "--secret-file", s.secretFile)
	program.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	stderr, err := program.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(s.lines)
		for scanner := bufio.NewScanner(stderr); scanner.Scan(); {
			s.lines <- scanner.Text()
		}
	}()
	_, address, _ := strings.Cut(s.await(t, "listening address="), "address=")
	s.url = &url.URL{Scheme: "http", Host: address}
	return s
}

// await reads the log up to a line with this text, and returns the line.
func (s *server) await(t *testing.T, text string) string {
	t.Helper()
	for line := range s.lines {
		s.logged.WriteString(line + "\n")
		if strings.Contains(line, text) {
			return line
		}
	}
	t.Fatalf("the receiver's log lacks %q:\n%s", text, s.logged.String())
	return ""
}

// stop ends the program as a service manager does, and returns all of its log.
func (s *server) stop(t *testing.T) string {
	t.Helper()
	if err := s.program.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for line := range s.lines {
		s.logged.WriteString(line + "\n")
	}
	if err := s.program.Wait(); err != nil {
		t.Errorf("the receiver ended with %v", err)
	}
	return s.logged.String()
}

// secret is what Terraform has written.
func (s *server) secret(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(s.secretFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// refusesForgery sends a delivery with a wrong signature.
func (s *server) refusesForgery(t *testing.T) {
	t.Helper()
	forged, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url.String(), strings.NewReader(`{"events":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	forged.Header.Set("X-Hook-Signature", strings.Repeat("0", 64))
	resp, err := http.DefaultClient.Do(forged)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("the response to a forged delivery is %s, want 401", resp.Status)
	}
}
