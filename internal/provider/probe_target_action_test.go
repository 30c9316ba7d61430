package provider_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// probed is a receiver on loopback that counts what it is sent.
type probed struct {
	*httptest.Server
	requests atomic.Int32
}

func newProbed(t *testing.T, h http.HandlerFunc) *probed {
	t.Helper()
	p := &probed{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.requests.Add(1)
		h(w, r)
	}))
	t.Cleanup(p.Close)
	return p
}

const loopbackAPI = "http://127.0.0.1:9/api/1.0"

func TestProbeTarget_completesTheHandshake(t *testing.T) {
	t.Parallel()
	receiver := newProbed(t, echo)
	target := receiver.URL + "/hook"
	p := newProbe(t, loopbackAPI, target, unlimited.String())
	if got := p.validate(t); got != "" {
		t.Errorf("validation says %s", got)
	}
	if got := p.plan(t); got != "" {
		t.Errorf("the plan says %s", got)
	}
	if n := receiver.requests.Load(); n != 0 {
		t.Fatalf("%d requests were sent unasked", n)
	}
	progress, diagnostics := p.invoke(t)
	if diagnostics != "" || receiver.requests.Load() != 1 {
		t.Errorf("%d requests, %s", receiver.requests.Load(), diagnostics)
	}
	contains(t, progress, "Probing "+target+".\n", " answers.\n", "plain http", "Sending a POST", "It answered 200 (OK) after ", "back with the same value.\n")
	if !strings.HasSuffix(progress, "\nVerdict: the target completes the handshake.\n") {
		t.Errorf("the last word is not the verdict:\n%s", progress)
	}
}

func TestProbeTarget_fails(t *testing.T) {
	t.Parallel()
	secret := make(chan string, 1)
	for name, tc := range map[string]struct {
		handler http.HandlerFunc
		want    []string
	}{
		"status": {
			func(w http.ResponseWriter, _ *http.Request) {
				http.Error(w, "Missing Authentication Token", http.StatusForbidden)
			},
			[]string{"Failing part: status.", `answered 403 (Forbidden) instead of 200 or 204. Its answer begins: Missing Authentication Token`, "must be exempt from its authentication"},
		},
		"redirect": {
			func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusFound) },
			[]string{"Failing part: redirect.", `answered 302 (Found) and points to "/login".`, "always to the same URL, use that URL"},
		},
		"header missing": {
			func(_ http.ResponseWriter, r *http.Request) { secret <- r.Header.Get("X-Hook-Secret") },
			[]string{"Failing part: header missing.", "without the header X-Hook-Secret.", "This is not a token problem."},
		},
		"header wrong": {
			func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Hook-Secret", "kept-of-old") },
			[]string{"Failing part: header wrong.", "with another value"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			receiver := newProbed(t, tc.handler)
			target := receiver.URL + "/hook"
			progress, diagnostics := newProbe(t, loopbackAPI, target, unlimited.String()).invoke(t)
			contains(t, progress, "Sending a POST")
			contains(t, diagnostics, append(tc.want,
				"ERROR target: Webhook handshake failed: Verdict: the target "+target+" does not complete the handshake.",
				"curl -i -X POST -H 'X-Hook-Secret: made-up-secret-for-a-test' -H 'Content-Type: application/json' -d '{}' '"+target+"'")...)
			// The warning is printed once, however long the rest is.
			if n := strings.Count(diagnostics, "stores the first secret"); n != 1 || strings.Contains(diagnostics, "accept only the first secret") {
				t.Errorf("%d warnings about receivers that store the first secret:\n%s", n, diagnostics)
			}
			if strings.Contains(progress, "Verdict") || strings.Contains(diagnostics, "kept-of-old") || receiver.requests.Load() != 1 {
				t.Errorf("%d requests, %s%s", receiver.requests.Load(), progress, diagnostics)
			}
			if name == "header missing" && strings.Contains(progress+diagnostics, <-secret) {
				t.Error("the secret is shown")
			}
		})
	}
}

// A probe that comes to no request leaves no secret behind.
func TestProbeTarget_sendsNothing(t *testing.T) {
	t.Parallel()
	_, diagnostics := newProbe(t, loopbackAPI, "http://"+closedPort(t)+"/hook", unlimited.String()).invoke(t)
	contains(t, diagnostics, "Failing part: port.", "curl -i -X POST")
	if strings.Contains(diagnostics, "The probe sent") {
		t.Errorf("it warns of a secret that was not sent: %s", diagnostics)
	}
}

// The time is over before there is a connection. What a probe says of a target that
// takes its time is up to the tests of package handshake, which have virtual time.
func TestProbeTarget_timeout(t *testing.T) {
	t.Parallel()
	receiver := newProbed(t, echo)
	_, diagnostics := newProbe(t, loopbackAPI, receiver.URL, "1ns").invoke(t)
	contains(t, diagnostics, "Failing part: port.", "does not answer: no answer within 1ns.")
	if n := receiver.requests.Load(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// The values of these are seen by validation, unless they come too late for it.
func TestProbeTarget_badInput(t *testing.T) {
	t.Parallel()
	const asana = "https://app.asana.com/api/1.0"
	for name, tc := range map[string]struct {
		baseURL         string
		target, timeout any
		want            string
		validated       bool
	}{
		"relative":    {loopbackAPI, "/hook", nil, "ERROR target: Invalid target: Attribute target: The URL is relative", true},
		"password":    {loopbackAPI, "https://u:hidden@example.com/", nil, "ERROR target: Invalid target: Attribute target: The URL has a user part", true},
		"local":       {asana, "http://127.0.0.1:9/hook", nil, "ERROR target: Target not public: Attribute target: The address 127.0.0.1 is not public", false},
		"no duration": {loopbackAPI, "http://127.0.0.1:9/hook", "soon", `ERROR timeout: Invalid duration: Attribute timeout: "soon" is not a duration`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProbe(t, tc.baseURL, tc.target, tc.timeout)
			if tc.validated {
				contains(t, p.validate(t), tc.want)
			} else {
				contains(t, p.plan(t), tc.want)
			}
			progress, diagnostics := p.invoke(t)
			contains(t, diagnostics, tc.want)
			if progress != "" || strings.Contains(diagnostics, "hidden") {
				t.Errorf("%s%s", progress, diagnostics)
			}
		})
	}
}

func TestProbeTarget_unknownTarget(t *testing.T) {
	t.Parallel()
	p := newProbe(t, loopbackAPI, tftypes.UnknownValue, nil)
	if got := p.validate(t); got != "" {
		t.Errorf("validation says %s", got)
	}
	if got := p.plan(t); got != "" {
		t.Errorf("the plan says %s", got)
	}
}

func TestProbeTarget_interrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	receiver := newProbed(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		cancel()
		<-r.Context().Done()
	})
	p := newProbe(t, loopbackAPI, receiver.URL, unlimited.String())
	if _, diagnostics := p.invokeIn(ctx, t); !strings.HasPrefix(diagnostics, "ERROR: Target not probed: The probe was interrupted") {
		t.Errorf("got %s", diagnostics)
	}
}

func TestAccProbeTarget_example(t *testing.T) {
	t.Parallel()
	a, receiver := newAPI(t), newProbed(t, echo)
	w := newWorkdir(t, a.provider(""), "TF_VAR_release=1", "TF_VAR_target="+receiver.URL+"/hook")
	needsTerraform(t, "actions", 14)
	w.write(t, a.provider("")+example(t, "actions/asana_probe_target/action.tf"))
	w.must(t, "plan").keepsQuiet(t, "made-up secret")
	if n := receiver.requests.Load(); n != 0 {
		t.Fatalf("%d requests were sent by a plan", n)
	}
	w.apply(t).contains(t, "Probing "+receiver.URL+"/hook.", "It answered 200 (OK) after", "Verdict: the target completes the handshake.")
	w.must(t, "plan", "-detailed-exitcode")
	if n := receiver.requests.Load(); n != 1 {
		t.Errorf("%d requests were sent, want 1", n)
	}
	w.must(t, "apply", "-auto-approve", "-invoke=action.asana_probe_target.receiver").contains(t, "Verdict: the target completes the handshake.")
	if n := receiver.requests.Load(); n != 2 {
		t.Errorf("%d requests were sent, want 2", n)
	}
}

func TestAccProbeTarget_failsTheApply(t *testing.T) {
	t.Parallel()
	a, receiver := newAPI(t), newProbed(t, func(http.ResponseWriter, *http.Request) {})
	w := newWorkdir(t, a.provider(""), "TF_VAR_release=1", "TF_VAR_target="+receiver.URL+"/hook")
	needsTerraform(t, "actions", 14)
	w.write(t, a.provider("")+example(t, "actions/asana_probe_target/action.tf"))
	out := w.run(t, "apply", "-auto-approve")
	out.contains(t, "Error: Webhook handshake failed", "Failing part: header missing.", "curl -i -X POST")
	if out.code != 1 {
		t.Errorf("exit code %d", out.code)
	}
}
