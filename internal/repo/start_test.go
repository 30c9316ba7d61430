package repo

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// BenchmarkStart measures the time from starting the binary to the line with
// which it tells Terraform where it listens: what every command pays, however
// little there is to do.
func BenchmarkStart(b *testing.B) {
	binary := build(b)
	for b.Loop() {
		p := start(b, binary)
		b.StopTimer()
		p.end(b)
		b.StartTimer()
	}
}

// TestStart shows that the binary speaks protocol 6 and says so at once, and that
// our packages do next to nothing before main, by Go's own account: a regular
// expression alone would be above what they may allocate.
func TestStart(t *testing.T) {
	t.Parallel()
	const most = 10 // allocations in a package
	p := start(t, build(t), "GODEBUG=inittrace=1")
	p.end(t)
	internal, _ := strings.CutSuffix(reflect.TypeOf(provider.New("test", nil)).Elem().PkgPath(), "provider")
	ours := regexp.MustCompile(`(?m)^init (main|` + regexp.QuoteMeta(internal) + `\S+) .* (\d+) allocs$`)
	lines := ours.FindAllStringSubmatch(p.errors.String(), -1)
	if len(lines) == 0 {
		t.Errorf("no trace of what our packages do before main: %s", p.errors.String())
	}
	for _, line := range lines {
		if n, err := strconv.Atoi(line[2]); err != nil || n > most {
			t.Errorf("package %s allocates %s times before main", line[1], line[2])
		}
	}
}

// A provider that an engine has started ends after SIGTERM, even if the engine
// takes no notice.
func TestServe_endsAfterSIGTERM(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no way to signal another process")
	}
	p := start(t, build(t))
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("the provider ended with %v: %s", err, p.errors.String())
	}
	p.cancel()
}

// build builds the provider.
func build(tb testing.TB) string {
	tb.Helper()
	binary := filepath.Join(tb.TempDir(), "terraform-provider-asana")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.CommandContext(tb.Context(), "go", "build", "-trimpath", "-o", binary, root)
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as tools/build.sh, to share Go's cache
	if out, err := build.CombinedOutput(); err != nil {
		tb.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// started is a provider that Terraform could speak to.
type started struct {
	cmd    *exec.Cmd
	cancel context.CancelFunc
	errors bytes.Buffer
}

// start starts the provider as Terraform does, and reads what it says.
func start(tb testing.TB, binary string, env ...string) *started {
	tb.Helper()
	ctx, cancel := context.WithCancel(tb.Context())
	p := &started{cmd: exec.CommandContext(ctx, binary), cancel: cancel}
	// The value by which go-plugin tells a host from a person.
	p.cmd.Env = append(os.Environ(), "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2", "PLUGIN_PROTOCOL_VERSIONS=6")
	p.cmd.Env = append(p.cmd.Env, env...)
	p.cmd.Stderr = &p.errors
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if !strings.HasPrefix(line, "1|6|") {
		tb.Errorf("the provider says %q: %v", line, err)
	}
	return p
}

// end kills the provider.
func (p *started) end(tb testing.TB) {
	tb.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		tb.Error(err)
	}
	_ = p.cmd.Wait() // it was killed
	p.cancel()
}
