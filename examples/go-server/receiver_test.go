package main

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Signatures were made with openssl dgst -sha256 -hmac, the first secret being
// "opensesame", the second "sesame-2".
const (
	heartbeat           = `{"events":[]}`
	heartbeatSignature  = "85c020c9b2b374bad7c0241e5be933107ca358a69c0ccf4382b3e0c7df94bfaf"
	delivery            = `{ "events" : [ {"action":"changed",  "resource":{"gid":"42","resource_type":"task"},"note":"Grüße, 東京 😀"} ] }`
	deliverySignature   = "2e5f9ba855b1d81707e32efc5971e868fe68674b6304a8ff553ac940a01a2930"
	heartbeatSignature2 = "e0adc874f52e06295af2376d9e5bde156e19c4226e8cb9293e3b0a780907d5b5"
	deliverySignature2  = "f79dc981f2cacdf882e1d2575c0e8ecc1b769aa07e30df127aeb6f88086d76ae"
)

// fixture is a receiver with a secret file and a log that tests can see.
type fixture struct {
	*receiver
	events []event
	lines  bytes.Buffer
}

func newFixture(t *testing.T, secret string) *fixture {
	t.Helper()
	w := new(fixture)
	w.receiver = &receiver{
		secretFile: filepath.Join(t.TempDir(), "secret"),
		onEvents: func(events []event) error {
			w.events = append(w.events, events...)
			return nil
		},
		log: slog.New(slog.NewTextHandler(&w.lines, nil)),
	}
	if secret != "" {
		w.writeSecret(t, secret)
	}
	return w
}

func (w *fixture) writeSecret(t *testing.T, secret string) {
	t.Helper()
	if err := os.WriteFile(w.secretFile, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
}

// post sends a request with a header, written as it is given.
func (w *fixture) post(header, value, body string) *http.Response {
	req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	if header != "" {
		req.Header.Set(header, value)
	}
	recorder := httptest.NewRecorder()
	w.ServeHTTP(recorder, req)
	return recorder.Result()
}

func (w *fixture) deliveryStatus(body, signature string) int {
	return w.post("X-Hook-Signature", signature, body).StatusCode
}

func TestReceiver_handshakeBeforeSecret(t *testing.T) {
	t.Parallel()

	for _, name := range []string{"X-Hook-Secret", "x-hook-secret", "X-HOOK-SECRET"} {
		answer := newFixture(t, "").post(name, "fresh-secret", "{}")
		if answer.StatusCode != http.StatusNoContent || answer.Header.Get("X-Hook-Secret") != "fresh-secret" {
			t.Errorf("%s: answer %s with %q, want 204 with the same secret", name, answer.Status, answer.Header.Get("X-Hook-Secret"))
		}
	}
}

func TestReceiver_handshakeDoesNotChangeTheSecret(t *testing.T) {
	t.Parallel()

	w := newFixture(t, "opensesame")
	w.post("X-Hook-Secret", "sesame-2", "{}")
	if got := w.deliveryStatus(delivery, deliverySignature2); got != http.StatusUnauthorized {
		t.Errorf("status %d, want 401: somebody else's handshake set the secret", got)
	}
	if got := w.deliveryStatus(delivery, deliverySignature); got != http.StatusNoContent {
		t.Errorf("status %d, want 204: somebody else's handshake replaced the secret", got)
	}
}

func TestReceiver_deliveries(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		body, signature string
		status, events  int
	}{
		"right signature":      {delivery, deliverySignature, 204, 1},
		"upper-case signature": {delivery, strings.ToUpper(deliverySignature), 204, 1},
		"heartbeat":            {heartbeat, heartbeatSignature, 204, 0},
		"wrong signature":      {delivery, strings.Repeat("0", 64), 401, 0},
		"of another body":      {strings.Replace(delivery, "changed", "deleted", 1), deliverySignature, 401, 0},
		"of other spacing":     {strings.ReplaceAll(delivery, " ", ""), deliverySignature, 401, 0},
		"with another secret":  {delivery, deliverySignature2, 401, 0},
		"no signature":         {delivery, "", 401, 0},
		"shorter signature":    {delivery, deliverySignature[:62], 401, 0},
		"longer signature":     {delivery, deliverySignature + "00", 401, 0},
		"not hex":              {delivery, strings.Repeat("z", 64), 401, 0},
		"signed, not JSON":     {"hello", "f80a37479c051f7b63119ee8a40eb6687710db67c175fbf9a1eca098f1258053", 400, 0},
		"signed null":          {"null", "9f45c8626d44f4526d65eebf7f15d27fbbc481b22f013181ee8c95e55a2075a7", 400, 0},
		"signed, events no list": {
			`{"events":null}`, "93343b905f2bc5b39a62a6084a9a886ee133740e43b8f761eec4b79327873bea", 400, 0,
		},
		"far too long": {strings.Repeat("x", maxBody+1), deliverySignature, 413, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			w := newFixture(t, "opensesame\n")
			if got := w.deliveryStatus(test.body, test.signature); got != test.status {
				t.Errorf("status %d, want %d", got, test.status)
			}
			if len(w.events) != test.events {
				t.Errorf("%d events taken, want %d", len(w.events), test.events)
			}
		})
	}
}

// unreadableBody is a body that must not be asked for.
type unreadableBody struct{ t *testing.T }

func (u unreadableBody) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func TestReceiver_refusesBeforeReading(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		header, value string
		status        int
	}{
		"handshake":         {"X-Hook-Secret", "fresh-secret", 204},
		"no signature":      {"X-Hook-Signature", "", 401},
		"shorter signature": {"X-Hook-Signature", deliverySignature[:62], 401},
		"not hex":           {"X-Hook-Signature", strings.Repeat("z", 64), 401},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			// Not even the secret is looked for.
			req := httptest.NewRequest(http.MethodPost, "/", unreadableBody{t})
			req.Header.Set(test.header, test.value)
			recorder := httptest.NewRecorder()
			newFixture(t, "").ServeHTTP(recorder, req)
			if recorder.Code != test.status {
				t.Errorf("status %d, want %d", recorder.Code, test.status)
			}
		})
	}
}

// The order of an apply: Asana's first heartbeat follows the handshake at once, and
// Terraform stores the secret only after that.
func TestReceiver_firstHeartbeatBeforeTheSecret(t *testing.T) {
	t.Parallel()

	w := newFixture(t, "")
	if got := w.post("X-Hook-Secret", "opensesame", "{}").StatusCode; got != http.StatusNoContent {
		t.Errorf("handshake: status %d, want 204", got)
	}
	if got := w.deliveryStatus(heartbeat, heartbeatSignature); got != http.StatusOK {
		t.Errorf("heartbeat without a secret: status %d, want 200", got)
	}
	if got := w.deliveryStatus(delivery, deliverySignature); got != http.StatusServiceUnavailable {
		t.Errorf("event without a secret: status %d, want 503", got)
	}
	w.writeSecret(t, "opensesame")
	if got := w.deliveryStatus(delivery, deliverySignature); got != http.StatusNoContent {
		t.Errorf("event with a secret: status %d, want 204", got)
	}
	if got := w.deliveryStatus(heartbeat, heartbeatSignature); got != http.StatusNoContent {
		t.Errorf("heartbeat with a secret: status %d, want 204", got)
	}
	if got := w.deliveryStatus(heartbeat, heartbeatSignature2); got != http.StatusUnauthorized {
		t.Errorf("heartbeat of another webhook: status %d, want 401", got)
	}
	if len(w.events) != 1 {
		t.Errorf("%d events handled, want 1", len(w.events))
	}
}

func TestReceiver_noSecret(t *testing.T) {
	t.Parallel()

	// The signature with an empty key, which anybody can make.
	const unkeyed = "1d4bb05748163f0d436bb86d78f5cf6acf5e88beeef39d675fcded7e525785c3"
	stores := map[string]func(t *testing.T, w *fixture){
		"no file":    func(*testing.T, *fixture) {},
		"empty file": func(t *testing.T, w *fixture) { t.Helper(); w.writeSecret(t, "\n") },
		"unreadable": func(t *testing.T, w *fixture) { t.Helper(); w.secretFile = t.TempDir() },
	}
	tests := map[string]struct {
		body, signature string
		status          int
	}{
		"heartbeat":                   {heartbeat, unkeyed, 200},
		"heartbeat with spaces":       {`{ "events": [ ] }`, unkeyed, 200},
		"heartbeat without signature": {heartbeat, "", 401},
		"event":                       {delivery, deliverySignature, 503},
		"one event that is null":      {`{"events":[null]}`, unkeyed, 503},
		"events that are null":        {`{"events":null}`, unkeyed, 503},
		"no events":                   {`{}`, unkeyed, 503},
		"not JSON":                    {"hello", unkeyed, 503},
	}
	for store, prepare := range stores {
		for name, test := range tests {
			t.Run(store+", "+name, func(t *testing.T) {
				t.Parallel()

				w := newFixture(t, "")
				prepare(t, w)
				if got := w.deliveryStatus(test.body, test.signature); got != test.status {
					t.Errorf("status %d, want %d", got, test.status)
				}
				if len(w.events) != 0 {
					t.Error("events were handled that nobody verified")
				}
			})
		}
	}
}

func TestReceiver_rotatedSecretTakesEffect(t *testing.T) {
	t.Parallel()

	w := newFixture(t, "opensesame")
	if got := w.deliveryStatus(delivery, deliverySignature); got != http.StatusNoContent {
		t.Fatalf("status %d, want 204", got)
	}
	w.writeSecret(t, "sesame-2")
	if got := w.deliveryStatus(delivery, deliverySignature2); got != http.StatusNoContent {
		t.Errorf("status %d, want 204: the new secret was not picked up", got)
	}
	if got := w.deliveryStatus(delivery, deliverySignature); got != http.StatusUnauthorized {
		t.Errorf("status %d, want 401: the old secret still counts", got)
	}
}

func TestReceiver_failedEventsAreRetried(t *testing.T) {
	t.Parallel()

	w := newFixture(t, "opensesame")
	w.onEvents = func([]event) error { return errors.New("no room") }
	if got := w.deliveryStatus(delivery, deliverySignature); got != http.StatusInternalServerError {
		t.Errorf("status %d, want 500", got)
	}
}

func TestReceiver_onlyPOST(t *testing.T) {
	t.Parallel()

	recorder := httptest.NewRecorder()
	newFixture(t, "opensesame").ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/", http.NoBody))
	if recorder.Code != http.StatusMethodNotAllowed || recorder.Header().Get("Allow") != "POST" {
		t.Errorf("status %d, Allow %q, want 405 and POST", recorder.Code, recorder.Header().Get("Allow"))
	}
}

func TestReceiver_logsNoSecrets(t *testing.T) {
	t.Parallel()

	w := newFixture(t, "opensesame")
	w.post("X-Hook-Secret", "fresh-secret", "{}")
	for _, signature := range []string{deliverySignature, deliverySignature2, ""} {
		w.deliveryStatus(delivery, signature)
	}
	told := w.lines.String()
	if strings.Count(told, "\n") < 3 {
		t.Errorf("the log does not say what happens: %s", told)
	}
	if regexp.MustCompile(`opensesame|fresh-secret|sesame-2|[0-9a-f]{16}`).MatchString(told) {
		t.Error("the log shows a secret or a signature")
	}
}
