package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// What comes after an answer must not get into Terraform's log: an answer that is
// sent twice, or whose length is announced too short, has the secret in it.
func TestAccWebhook_bytesAfterTheAnswerAreNotLogged(t *testing.T) {
	t.Parallel()
	for name, instead := range map[string]func([]byte) []byte{
		"sent twice": func(answer []byte) []byte { return append(answer, answer...) },
		"length too short": func(answer []byte) []byte {
			whole := bytes.TrimRight(answer, "\r\n ")
			head, text, _ := bytes.Cut(whole, []byte("\r\n\r\n"))
			long := fmt.Appendf(nil, "Content-Length: %d", len(text))
			short := fmt.Appendf(nil, "Content-Length: %d", bytes.Index(text, []byte(`"X-Hook-Secret"`)))
			if bytes.Contains(text, []byte("X-Hook-Secret")) {
				head = bytes.Replace(head, long, short, 1)
			}
			return append(append(head, "\r\n\r\n"...), text...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			a.distort(t, func(_ *http.Request, answer []byte) []byte { return instead(answer) })
			log := filepath.Join(t.TempDir(), "debug.log")
			w := newWorkdir(t, a.webhook(`timeouts = { create = "1s" }`), "TF_LOG=DEBUG", "TF_LOG_PATH="+log)
			w.run(t, "apply", "-auto-approve")
			w.run(t, "plan")
			logged, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(logged, []byte("Asana answered")) {
				t.Error("the log lacks the client's own lines")
			}
			for i, secret := range a.Secrets() {
				if bytes.Contains(logged, []byte(secret)) {
					t.Errorf("the log shows the secret number %d", i)
				}
			}
		})
	}
}

// A proxy shows what it was sent, in a spelling of its own, or what Asana answered.
func TestAccWebhook_quotedAnswersShowNoSecrets(t *testing.T) {
	t.Parallel()
	for name, quote := range map[string]func(token string, answer []byte) string{
		"page": func(token string, _ []byte) string {
			return "<p>Bearer " + strings.ReplaceAll(token, "/", "&#x2F;") + "</p>"
		},
		"JSON": func(token string, _ []byte) string {
			return `{"sent":"Bearer ` + strings.ReplaceAll(token, "/", `\/`) + `"}`
		},
		"form":              func(token string, _ []byte) string { return "authorization=Bearer+" + url.QueryEscape(token) },
		"lower case":        func(token string, _ []byte) string { return strings.ToLower(url.QueryEscape(token)) },
		"lines":             func(token string, _ []byte) string { return token[:20] + "\n" + token[20:] },
		"Asana's answer":    func(_ string, answer []byte) string { return secretOf(answer) },
		"Asana's, in lines": func(_ string, answer []byte) string { return strings.ReplaceAll(secretOf(answer), `"`, "\n\"\n") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			a.distort(t, func(r *http.Request, answer []byte) []byte {
				if r.Method != http.MethodPost {
					return answer
				}
				_, text, _ := bytes.Cut(answer, []byte("\r\n\r\n"))
				quoted := quote(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), text)
				return fmt.Appendf(nil, "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s", len(quoted), quoted)
			})
			w := newWorkdir(t, a.webhook(``))
			out := w.run(t, "apply", "-auto-approve")
			out.contains(t, "Error: Webhook not created", "403 Forbidden", "[redacted]")
			folded := strings.ToLower(strings.ReplaceAll(out.text, " ", ""))
			for i, secret := range a.Secrets() {
				if strings.Contains(folded, strings.ToLower(secret)[len(secret)-16:]) {
					t.Errorf("the output shows the end of the secret number %d", i)
				}
			}
		})
	}
}

// secretOf cuts the secret and its name out of an answer.
func secretOf(answer []byte) string {
	return string(answer[bytes.Index(answer, []byte(`"X-Hook-Secret`)):])
}

// The warning of failing deliveries quotes the target's URL and its answer: both
// may have a secret in them.
func TestAccWebhook_failingDeliveriesShowNoSecrets(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.provider("")+a.webhookTo(target+"?token=0123456789", ``))
	w.apply(t)
	secret := a.only(t).Secret
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintf(w, "X-Hook-Secret: %s at https://hooks.example.com/asana?token=0123456789", secret)
	}))
	a.Advance(time.Hour) // past the time in which a failure is that of a new receiver
	a.Emit(asanatest.Event{Resource: a.project, Action: "changed", Field: "name"})
	a.Advance(time.Minute)
	plan := w.must(t, "plan")
	plan.contains(t, "Warning: Webhook deliveries fail", target+"?…", "X-Hook-Secret: [redacted]")
	plan.keepsQuiet(t, secret, "token=0123456789 (webhook", "at https://hooks.example.com/asana?token")
}
