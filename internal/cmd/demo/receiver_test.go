package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A delivery and its signature with the key "opensesame", made with openssl dgst.
const (
	delivery  = `{"events":[{"action":"changed","resource":{"gid":"42","resource_type":"task"},"change":{"field":"completed"}}]}`
	signature = "097f78d19a905242845f4a8679b951a2242ad7f2750684692ed4a6d62642b109"
)

func post(t *testing.T, r *receiver, header, value, body string) *http.Response {
	t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/asana", strings.NewReader(body))
	if header != "" {
		req.Header.Set(header, value)
	}
	recorder := httptest.NewRecorder()
	r.ServeHTTP(recorder, req)
	return recorder.Result()
}

func TestReceiver_echoesTheSecretAndNeverPrintsIt(t *testing.T) {
	t.Parallel()

	var log []string
	r := &receiver{log: func(line string) { log = append(log, line) }}
	answer := post(t, r, "X-Hook-Secret", "opensesame", "{}")

	if answer.StatusCode != http.StatusNoContent || answer.Header.Get("X-Hook-Secret") != "opensesame" {
		t.Errorf("answer %s with secret %q, want 204 and the same secret", answer.Status, answer.Header.Get("X-Hook-Secret"))
	}
	if got := r.handshakeCount(); got != 1 {
		t.Errorf("%d handshakes counted, want 1", got)
	}
	if strings.Contains(strings.Join(log, "\n"), "opensesame") {
		t.Errorf("the log gives the secret away: %q", log)
	}
}

func TestReceiver_deliveries(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		secret    string
		signature string
		body      string
		status    int
		verified  int
		refused   int
	}{
		"right signature":                    {"opensesame", signature, delivery, http.StatusNoContent, 1, 0},
		"another secret":                     {"closesesame", signature, delivery, http.StatusUnauthorized, 0, 1},
		"no secret yet":                      {"", signature, delivery, http.StatusUnauthorized, 0, 1},
		"heartbeat before there is a secret": {"", signature, `{"events":[]}`, http.StatusOK, 0, 0},
		"no events member, no secret":        {"", signature, `{}`, http.StatusUnauthorized, 0, 1},
		"null events, no secret":             {"", signature, `{"events":null}`, http.StatusUnauthorized, 0, 1},
		"no signature":                       {"opensesame", "", delivery, http.StatusUnauthorized, 0, 1},
		"not hex":                            {"opensesame", "zz", delivery, http.StatusUnauthorized, 0, 1},
		"re-encoded JSON":                    {"opensesame", signature, strings.ReplaceAll(delivery, ":", ": "), http.StatusUnauthorized, 0, 1},
		"signed, not JSON":                   {"opensesame", "f80a37479c051f7b63119ee8a40eb6687710db67c175fbf9a1eca098f1258053", "hello", http.StatusBadRequest, 0, 1},
		"heartbeat is fine":                  {"opensesame", "85c020c9b2b374bad7c0241e5be933107ca358a69c0ccf4382b3e0c7df94bfaf", `{"events":[]}`, http.StatusNoContent, 0, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			r := &receiver{log: func(string) {}}
			r.configure(test.secret)
			answer := post(t, r, "X-Hook-Signature", test.signature, test.body)
			if answer.StatusCode != test.status {
				t.Errorf("status %d, want %d", answer.StatusCode, test.status)
			}
			if err := r.expect(test.verified, test.refused); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestReceiver_handshakeDoesNotChangeTheSecret(t *testing.T) {
	t.Parallel()

	r := &receiver{log: func(string) {}}
	r.configure("opensesame")
	post(t, r, "X-Hook-Secret", "of somebody else", "{}")

	if answer := post(t, r, "X-Hook-Signature", signature, delivery); answer.StatusCode != http.StatusNoContent {
		t.Errorf("status %d, want 204: somebody else's handshake replaced the secret", answer.StatusCode)
	}
}
