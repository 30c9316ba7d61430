package handshake_test

import (
	"net/http"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

func TestCurl(t *testing.T) {
	t.Parallel()
	const want = "curl -i -X POST -H 'X-Hook-Secret: made-up-secret-for-a-test' -H 'Content-Type: application/json' -d '{}' 'https://e.example/hook?a=1&b=2'"
	if got := handshake.Curl("https://e.example/hook?a=1&b=2"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A target is text from outside: pasted into a shell, it must stay one word.
func TestCurl_quoting(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the command is for a POSIX shell")
	}
	for _, target := range []string{
		"https://e.example/",
		"https://e.example/?a=1&b=$HOME;echo+forged",
		"https://e.example/it's",
		"https://e.example/'; echo forged; '",
		"https://e.example/`echo forged`$(echo forged)",
		`https://e.example/"quoted"\`,
		"https://e.example/*?[a-z]{1,2}~#! |<>",
		"-o/etc/passwd",
	} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			// curl is replaced by a function that shows its words, a line each.
			script := "curl() { printf '%s\\n' \"$@\"; }\n" + handshake.Curl(target) + "\n"
			out, err := exec.CommandContext(t.Context(), "sh", "-c", script).Output()
			if err != nil {
				t.Fatal(err)
			}
			want := []string{
				"-i", "-X", http.MethodPost, "-H", "X-Hook-Secret: made-up-secret-for-a-test",
				"-H", "Content-Type: application/json", "-d", "{}", target, "",
			}
			if got := string(out); got != strings.Join(want, "\n") {
				t.Errorf("curl gets %q, want %q", got, want)
			}
		})
	}
}
