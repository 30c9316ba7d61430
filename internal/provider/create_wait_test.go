package provider_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// quietLog is for servers whose clients are meant to fail.
var quietLog = log.New(io.Discard, "", 0)

// local lets targets listen on this machine.
func local(o *asanatest.Options) { o.AllowLocalTargets = true }

// receiver is a target that listens on this machine.
func receiver(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL + "/asana"
}

// status is a target that answers with a status, and echoes nothing.
func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// downWhile is a target that answers 503 while it is down.
func downWhile(isDown func() bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if isDown() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		echo(w, r)
	}
}

// portReport is what a failed handshake reports of a port of this machine. The look at
// it has four seconds, which a busy machine may take: what it finds is up to the
// tests of package handshake.
var portReport = regexp.MustCompile(`- Port \d+ (answers|does not answer: (connect: connection refused|no answer within 4s))\.`)

// reportsPort expects a report on the target's port.
func (o output) reportsPort(t *testing.T) {
	t.Helper()
	if !portReport.MatchString(o.text) {
		t.Errorf("lacks a report on the target's port:\n%s", o.text)
	}
}

func TestAccWebhook_targetNotLiveYet(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	var handshakes atomic.Int32
	a.Mount(receivers, downWhile(func() bool { return handshakes.Add(1) <= 2 }))
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	a.agrees(t, w, 1)
	if n := a.calls(asanatest.CreateWebhook); n != 3 {
		t.Errorf("%d POSTs, want those of two handshakes that failed and of one that did not", n)
	}
	if n := a.calls(asanatest.GetWebhooks); n > 2 { // before the attempts, in plan and apply
		t.Errorf("%d lists, though Asana says that there is no webhook", n)
	}
}

// One target that is down keeps no other waiting: here it comes up when the other
// has completed its handshake.
func TestAccWebhook_oneTargetOfSeveralNotLiveYet(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(o *asanatest.Options) { o.MaxWrites = 15 })
	var other atomic.Bool
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		other.Store(true)
		echo(w, r)
	}))
	a.Mount("https://late.example.com", downWhile(func() bool { return !other.Load() }))
	w := newWorkdir(t, a.provider("")+fmt.Sprintf(`
resource "asana_webhook" "test" {
  for_each = toset(["https://late.example.com/1", "https://late.example.com/2", %q])
  resource = %q
  target   = each.key
}`, target, a.project))
	w.apply(t)
	a.agrees(t, w, 3)
}

// The error tells how often the handshake was tried, and all that can be known.
func TestAccWebhook_targetDownForEver(t *testing.T) {
	t.Parallel()
	a := newAPI(t, local)
	url := receiver(t, status(http.StatusServiceUnavailable))
	w := newWorkdir(t, a.provider("")+a.webhookTo(url, `timeouts = { create = "4s" }`))
	out := a.fails(t, w,
		"Error: Webhook handshake failed", "with asana_webhook.test",
		"The handshake with "+url,
		"400 Bad Request: The remote server which is intended to receive the webhook responded with an incorrect status code: 503",
		"Your endpoint answered 503 (Service Unavailable): it failed, or a proxy in front of it could not reach it. Check the endpoint's log.",
		"Seen from this machine, which may differ from what Asana sees",
		"curl -i -X POST -H 'X-Hook-Secret: made-up-secret-for-a-test' -H 'Content-Type: application/json' -d '{}' '"+url+"'",
		"raise timeouts.create.", "No webhook was created, and nothing remains in Asana.",
	)
	a.agrees(t, w, 0)
	// How often it is in this time, the tests of the creation hold in virtual time.
	tried := fmt.Sprintf("%d times in ", a.calls(asanatest.CreateWebhook))
	if a.calls(asanatest.CreateWebhook) == 1 {
		tried = "once."
	}
	out.contains(t, "The handshake with "+url+" failed "+tried)
	out.reportsPort(t)
	if strings.Contains(out.text, "import {") {
		t.Error("there is nothing to import")
	}
}

// More time helps a target that starts, and none that refuses.
func TestAccWebhook_moreTimeIsAdvisedWhereItHelps(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]bool{301: false, 302: false, 401: false, 405: false, 404: true, 503: true} {
		t.Run(strconv.Itoa(code), func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, local)
			w := newWorkdir(t, a.provider("")+a.webhookTo(receiver(t, status(code)), `timeouts = { create = "1ms" }`))
			out := a.fails(t, w, fmt.Sprintf("Your endpoint answered %d", code))
			if got := strings.Contains(out.text, "raise timeouts.create"); got != want {
				t.Errorf("it advises to raise timeouts.create: %t\n%s", got, out.text)
			}
		})
	}
}

func TestAccWebhook_targetTooSlow(t *testing.T) {
	t.Parallel()
	a := newAPI(t, local, func(o *asanatest.Options) { o.HandshakeTimeout = time.Millisecond })
	url := receiver(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body) // only then does the server see the client hang up
		<-r.Context().Done()
	})
	w := newWorkdir(t, a.provider("")+a.webhookTo(url, `timeouts = { create = "1ms" }`))
	a.fails(t, w, "did not respond in time.", "The endpoint did not answer in time. Asana waits about 10 seconds, the cold start of a function included.",
		"increase its memory", "raise timeouts.create")
}

// A failed handshake is explained by what Asana says of it. Nothing is sent to
// the target but what Asana sends.
func TestAccWebhook_handshakeExplained(t *testing.T) {
	t.Parallel()
	const silent = "did not echo the X-Hook-Secret header with the same value."
	for name, tc := range map[string]struct {
		target func(*testing.T) string
		want   []string
	}{
		"401": {
			func(t *testing.T) string { t.Helper(); return receiver(t, status(http.StatusUnauthorized)) },
			[]string{"incorrect status code: 401", "Your endpoint answered 401 (Unauthorized): the handshake must be exempt from its authentication."},
		},
		"404": {
			func(t *testing.T) string { t.Helper(); return receiver(t, status(http.StatusNotFound)) },
			[]string{"incorrect status code: 404", "Your endpoint answered 404 (Not Found): nothing at this URL accepts a POST. Check the path, and that the endpoint is deployed."},
		},
		"redirect": {
			func(t *testing.T) string {
				t.Helper()
				return receiver(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target, http.StatusMovedPermanently) })
			},
			[]string{"incorrect status code: 301", "Your endpoint answered 301 (Moved Permanently): redirects are not followed. Use the URL that it redirects to as the target."},
		},
		"201 with the secret": {
			func(t *testing.T) string {
				t.Helper()
				return receiver(t, func(w http.ResponseWriter, r *http.Request) { echo(w, r); w.WriteHeader(http.StatusCreated) })
			},
			[]string{"incorrect status code: 201", "Your endpoint answered 201 (Created): the handshake needs 200 or 204."},
		},
		"header missing": {
			func(t *testing.T) string { t.Helper(); return receiver(t, status(http.StatusOK)) },
			[]string{
				"did not respond with the handshake secret", silent, "A gateway", "This is not a token problem.",
				"different secrets that no webhook uses", "A receiver that stores the first secret that it receives refuses every later handshake",
			},
		},
		"header wrong": {
			func(t *testing.T) string {
				t.Helper()
				return receiver(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Hook-Secret", "the first one") })
			},
			[]string{"did not respond with the handshake secret", silent, "This is not a token problem."},
		},
		"connection refused": {
			func(t *testing.T) string { t.Helper(); return "http://" + closedPort(t) + "/asana" },
			[]string{"could not be reached", "Asana could not complete the handshake with the target"},
		},
		"certificate of nobody": {
			func(t *testing.T) string {
				t.Helper()
				server := httptest.NewUnstartedServer(http.HandlerFunc(echo))
				server.Config.ErrorLog = quietLog
				server.StartTLS()
				t.Cleanup(server.Close)
				return server.URL
			},
			[]string{"could not be reached", "Asana could not complete the handshake with the target"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, local)
			url := tc.target(t)
			w := newWorkdir(t, a.provider("")+a.webhookTo(url, `timeouts = { create = "1s" }`))
			a.fails(t, w, append(tc.want, "Webhook handshake failed", url, "curl -i -X POST", "nothing remains")...).reportsPort(t)
			a.agrees(t, w, 0)
		})
	}
}

// What is wrong with the request and not with the target is not waited for. An
// intermediary may have refused Asana's answer instead, so it gets a second chance.
func TestAccWebhook_refusedIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		message string // of Asana's JSON; empty: a page of HTML
		status  int
		want    string
		posts   int
	}{
		"validation": {"resource: Not a recognized ID: 123", http.StatusBadRequest, "Asana's answer to POST /webhooks (a webhook on resource", 1},
		"no access":  {"You do not have access to this project.", http.StatusForbidden, "lacks a scope", 1},
		"no JSON":    {"", http.StatusBadRequest, "The answer to POST /webhooks (a webhook on resource", 2},
		"not Asana":  {"", http.StatusForbidden, "This answer does not come from Asana's API, but from an intermediary: a proxy, a firewall", 2},
		"no route":   {"No matching route for request", http.StatusNotFound, "Check the provider's base_url: it normally ends in /api/1.0", 1},
		"no object":  {"resource: Unknown object: 123", http.StatusNotFound, "Check that the gid of the resource is right", 1},
		"no token":   {"Not Authorized", http.StatusUnauthorized, "did not accept the access token, which came from the provider's argument token", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			fault := asanatest.Fault{Op: asanatest.CreateWebhook, Status: tc.status, Times: -1, HTML: tc.message == ""}
			if tc.message != "" {
				fault.Body = fmt.Sprintf(`{"errors":[{"message":%q}]}`, tc.message)
			}
			a.Inject(fault)
			w := newWorkdir(t, a.webhook(``))
			a.fails(t, w, "Webhook not created", tc.message, tc.want)
			a.agrees(t, w, 0)
			if n := a.calls(asanatest.CreateWebhook); n != tc.posts {
				t.Errorf("%d POSTs, want %d", n, tc.posts)
			}
		})
	}
}

// A replacement deletes first. If nothing comes after that, the error says so.
func TestAccWebhook_replacementThatFails(t *testing.T) {
	t.Parallel()
	a := newAPI(t, local)
	w := newWorkdir(t, a.provider("")+a.webhookTo(receiver(t, echo), ``))
	w.apply(t)
	old := a.only(t)
	w.write(t, a.provider("")+a.webhookTo(receiver(t, status(http.StatusUnauthorized)), `timeouts = { create = "1s" }`))
	a.fails(t, w, "Webhook handshake failed",
		"Webhook "+old.GID+", which sent the events of resource "+old.Resource+" to "+old.Target+", was deleted earlier in this run.",
		"If the new webhook was to replace one of them, Asana sends none of its events until an apply succeeds.")
	a.agrees(t, w, 0)
}

// A limit that Asana asks to wait for longer than timeouts.create is told as
// what it is, and not as a network that does not answer.
func TestAccWebhook_rateLimitBeyondTheTimeout(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: 429, Header: http.Header{"Retry-After": {"60"}}, Times: -1})
	w := newWorkdir(t, a.webhook(`timeouts = { create = "2s" }`))
	a.fails(t, w, "Webhook not created", "asked to wait 1m0s, which is longer than the time for the request",
		"The provider waited until timeouts.create was over.", "nothing remains in Asana.")
	a.agrees(t, w, 0)
}
