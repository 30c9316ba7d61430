package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkStart measures the time from starting the binary to the line with
// which it tells Terraform where it listens: what every command pays, however
// little there is to do.
func BenchmarkStart(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "terraform-provider-asana")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for b.Loop() {
		if line := firstLine(b, binary); !strings.HasPrefix(line, "1|6|") {
			b.Fatalf("the provider says %q", line)
		}
	}
}

// TestStart shows that the binary speaks protocol 6 and says so at once.
func TestStart(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "terraform-provider-asana")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if line := firstLine(t, binary); !strings.HasPrefix(line, "1|6|") {
		t.Errorf("the provider says %q", line)
	}
}

// firstLine starts the provider as Terraform does, reads what it says, and
// ends it.
func firstLine(tb testing.TB, binary string) string {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), binary)
	// The value by which go-plugin tells a host from a person.
	cmd.Env = append(os.Environ(), "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2", "PLUGIN_PROTOCOL_VERSIONS=6")
	out, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		tb.Error(err)
	}
	if err := cmd.Process.Kill(); err != nil {
		tb.Error(err)
	}
	_ = cmd.Wait() // it was killed
	return line
}
