// Package receiver_test tests a receiver of Asana's events against the simulator.
package receiver_test

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// simulate runs asana-simulator for a test and returns the variables that it
// writes.
func simulate(t *testing.T) map[string]string {
	t.Helper()
	program, file := filepath.Join(t.TempDir(), "asana-simulator"), filepath.Join(t.TempDir(), "asana.env")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "github.com/seed-a7d6d6c5/terraform-provider-asana/cmd/asana-simulator")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	simulator := exec.CommandContext(t.Context(), program, "-env", file) // ends with the test
	printed, err := simulator.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := simulator.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(printed).ReadString('\n'); err != nil { // the first line comes when it serves
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		variables[name] = value
	}
	return variables
}

// post sends a request and decodes the answer.
func post(t *testing.T, to, token, body, contentType string, answer any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", contentType)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil || response.StatusCode >= http.StatusBadRequest {
		t.Fatalf("%s: %s %v", to, response.Status, err)
	}
}

// An event of a task reaches the receiver, signed with the secret of the webhook.
func TestReceiver(t *testing.T) {
	t.Parallel()
	asana := simulate(t)
	type delivery struct{ signature, body string }
	deliveries := make(chan delivery, 10)
	// Test your own receiver in place of this one.
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("X-Hook-Secret", r.Header.Get("X-Hook-Secret"))
		if strings.Contains(string(body), `"action"`) {
			deliveries <- delivery{r.Header.Get("X-Hook-Signature"), string(body)}
		}
	}))
	defer receiver.Close()

	var webhook struct {
		Secret string `json:"X-Hook-Secret"`
	}
	form := url.Values{"resource": {asana["ASANA_PROJECT"]}, "target": {receiver.URL}}.Encode()
	post(t, asana["ASANA_BASE_URL"]+"/webhooks", asana["ASANA_ACCESS_TOKEN"], form, "application/x-www-form-urlencoded", &webhook)

	var emitted struct {
		Deliveries []struct{ Result string }
	}
	event := `{"resource":"` + asana["ASANA_TASK"] + `","action":"changed","field":"due_on"}`
	post(t, asana["ASANA_SIMULATOR_URL"]+"/events", "", event, "application/json", &emitted)

	got := <-deliveries
	mac := hmac.New(sha256.New, []byte(webhook.Secret))
	mac.Write([]byte(got.body))
	if got.signature != hex.EncodeToString(mac.Sum(nil)) || !strings.Contains(got.body, `"field":"due_on"`) {
		t.Errorf("received %s", got.body)
	}
}
