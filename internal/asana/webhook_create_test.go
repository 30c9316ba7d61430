package asana_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// The record can be read again, the secret can't: it is kept whatever form the
// rest of the answer has.
func TestCreateWebhook_malformedRecord(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"empty time":      strings.Replace(documentedCreation, `"last_success_at": null`, `"created_at": ""`, 1),
		"count as a text": strings.Replace(documentedCreation, `"active": false`, `"delivery_retry_count": "0"`, 1),
	} {
		created, err := newClient(t, script(respond(201, body))).CreateWebhook(t.Context(), someRequest)
		if err != nil || created.GID != "43214" || created.Secret == "" || !created.CreatedAt.IsZero() {
			t.Errorf("%s: %v, %v", name, created, err)
		}
	}
}

func TestCreateWebhook_responseWithoutGID(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"data":null}`, `{"data":{"gid":7}}`, `{"data":[]}`, `{"X-Hook-Secret":"s"}`} {
		_, err := newClient(t, script(respond(201, body))).CreateWebhook(t.Context(), someRequest)
		if lost, ok := errors.AsType[*asana.TransportError](err); !ok || !lost.Sent {
			t.Errorf("%s: got %v", body, err)
		}
	}
}

// With a body that it can get again, net/http repeats by itself a request that a
// server of HTTP/2 broke off.
func TestCreateWebhook_netHTTPCantRepeat(t *testing.T) {
	t.Parallel()
	a := script(respond(201, documentedCreation))
	if err := postOne(t.Context(), newClient(t, a)); err != nil {
		t.Fatal(err)
	}
	if a.requests[0].GetBody != nil || a.bodies[0] == "" {
		t.Errorf("body %q can be had again", a.bodies[0])
	}
}

// As long as there is no connection, nothing is in flight.
func TestCreateWebhook_interruptWhileConnecting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := script(func(req *http.Request) (*http.Response, error) {
			httptrace.ContextClientTrace(req.Context()).GetConn("app.asana.com:443")
			<-req.Context().Done()
			return nil, req.Context().Err()
		})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		err := postOne(ctx, newClient(t, a))
		if lost, ok := errors.AsType[*asana.TransportError](err); !ok || lost.Sent || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(start); waited != time.Second {
			t.Errorf("returned after %v, want 1s", waited)
		}
	})
}

// When the time is over, the last attempt still gets its connection.
func TestCreateWebhook_deadlineWhileConnecting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := script(func(req *http.Request) (*http.Response, error) {
			trace := httptrace.ContextClientTrace(req.Context())
			trace.GetConn("app.asana.com:443")
			return slow(3*time.Second, func(req *http.Request) (*http.Response, error) {
				trace.GotConn(httptrace.GotConnInfo{})
				return respond(201, documentedCreation)(req)
			})(req)
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := postOne(ctx, newClient(t, a)); err != nil {
			t.Error(err)
		}
	})
}

// A secret that is not text has been changed on its way, and is of no use: it is
// treated as one that did not come, never stored as another one.
func TestCreateWebhook_invalidSecretText(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{
		`"b537207f"`:         "b537207f",
		`"\u0062537207f"`:    "b537207f",
		`"\ud83d\ude80"`:     "🚀",
		`"Grüße"`:            "Grüße",
		"\"b537\xff207f\"":   "",
		"\"\xc3\"":           "",
		`"b537\ud83d207f"`:   "",
		`"b537\ude80\ud83d"`: "",
		`"b537\ufffd"`:       "",
		"\"b537\ufffd\"":     "",
		`""`:                 "",
		`null`:               "",
		`537207`:             "",
		`["b537207f"]`:       "",
		`{"value":"b537"}`:   "",
	} {
		created, err := newClient(t, script(respond(201, `{"data":{"gid":"7"},"X-Hook-Secret":`+secret+`}`))).CreateWebhook(t.Context(), someRequest)
		if err != nil || created.GID != "7" || created.Secret.Reveal() != want {
			t.Errorf("%q: %v", secret, err)
		}
	}
}
