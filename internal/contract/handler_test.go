package contract_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/contract"
)

// errorRecorder keeps what is reported instead of failing.
type errorRecorder struct {
	testing.TB
	all []string
}

func (f *errorRecorder) Helper() {}
func (f *errorRecorder) Errorf(format string, args ...any) {
	f.all = append(f.all, fmt.Sprintf(format, args...))
}

// documentedResponse is the example of a creation in Asana's documentation.
const documentedResponse = `{"data":{"gid":"43214","resource":{"gid":"8675309","name":"Bugs"},"target":"https://example.com/receive-webhook/7654",
	"active":false,"last_success_at":null,"last_failure_at":null,"last_failure_content":null},
	"X-Hook-Secret":"b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81"}`

const creation = `{"data":{"resource":"8675309","target":"https://example.com/receive-webhook/7654"}}`

func TestHandler(t *testing.T) {
	t.Parallel()
	contract.Require(t)
	const webhooks, webhook = "/api/1.0/webhooks", "/api/1.0/webhooks/1"
	const refusal = `{"errors":[{"message":"no","help":"h"}]}`
	for name, tc := range map[string]struct {
		method, url, request string
		status               int
		contentType, answer  string
		want                 string // part of the only finding; empty: none
	}{
		"documented creation":     {"POST", webhooks, creation, 201, "application/json", documentedResponse, ""},
		"whole record":            {"GET", webhook, "", 200, "application/json", `{"data":{"gid":"1","filters":[{"resource_type":"task","resource_subtype":null,"action":"changed","fields":null}],"is_workspace_webhook":false,"next_attempt_after":null}}`, ""},
		"last page":               {"GET", webhooks + "?workspace=1&limit=100&opt_fields=filters,target", "", 200, "application/json", `{"data":[{"gid":"1"}],"next_page":null}`, ""},
		"refusal":                 {"GET", webhook, "", 404, "application/json", refusal, ""},
		"rate limit":              {"GET", webhook, "", 429, "application/json", refusal, ""},
		"page of the network":     {"GET", webhook, "", 403, "text/html", "<html>", ""},
		"outside the API":         {"POST", "/-/oauth_token", "x=y", 418, "text/plain", "teapot", ""},
		"unknown path":            {"GET", "/api/1.0/webhocks", "", 404, "application/json", refusal, "no such operation"},
		"unknown method":          {"PATCH", webhook, "", 404, "application/json", refusal, "no such operation"},
		"body on GET":             {"GET", webhook, "{}", 200, "application/json", `{"data":{}}`, "a body where none may be"},
		"body on DELETE":          {"DELETE", webhook, "{}", 200, "application/json", `{"data":{}}`, "a body where none may be"},
		"misspelt member":         {"PUT", webhook, `{"data":{"filtres":[]}}`, 200, "application/json", `{"data":{}}`, "request: no member .data.filtres"},
		"misspelt filter":         {"PUT", webhook, `{"data":{"filters":[{"type":"task"}]}}`, 200, "application/json", `{"data":{}}`, "request: no member .data.filters[0].type"},
		"wrong type":              {"PUT", webhook, `{"data":{"filters":"all"}}`, 200, "application/json", `{"data":{}}`, "request: "},
		"missing member":          {"POST", webhooks, `{"data":{"resource":"1"}}`, 201, "application/json", documentedResponse, "request: "},
		"no workspace":            {"GET", webhooks, "", 200, "application/json", `{"data":[]}`, `"workspace"`},
		"unknown parameter":       {"GET", webhooks + "?workspace=1&page=2", "", 200, "application/json", `{"data":[]}`, `no query parameter "page"`},
		"unknown field":           {"GET", webhooks + "?workspace=1&opt_fields=filters.resource_type", "", 200, "application/json", `{"data":[]}`, "opt_fields"},
		"limit too large":         {"GET", webhooks + "?workspace=1&limit=101", "", 200, "application/json", `{"data":[]}`, "limit"},
		"answer's unknown member": {"GET", webhook, "", 200, "application/json", `{"data":{"gid":"1","secret":"x"}}`, "answer 200: no member .data.secret"},
		"answer's wrong type":     {"GET", webhook, "", 200, "application/json", `{"data":{"gid":1}}`, "answer 200: "},
		"answer's wrong null":     {"GET", webhook, "", 200, "application/json", `{"data":{"target":null}}`, "answer 200: "},
		"undocumented status":     {"GET", webhook, "", 409, "application/json", refusal, "answer 409: the operation has no such status"},
		"other form of error":     {"GET", webhook, "", 429, "application/json", `{"error":"slow down"}`, "not in the form of Asana's errors"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := &errorRecorder{TB: t}
			h := contract.Handler(found, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if b, _ := io.ReadAll(r.Body); string(b) != tc.request {
					t.Errorf("the request arrived as %q", b)
				}
				w.Header().Set("Content-Type", tc.contentType)
				w.WriteHeader(tc.status)
				io.WriteString(w, tc.answer)
			}))
			r := httptest.NewRequest(tc.method, tc.url, strings.NewReader(tc.request))
			r.Header.Set("Authorization", "Bearer x")
			if tc.request != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tc.status || w.Body.String() != tc.answer {
				t.Errorf("the answer came through as %d %q", w.Code, w.Body)
			}
			if tc.want == "" && len(found.all) > 0 || tc.want != "" && (len(found.all) != 1 || !strings.Contains(found.all[0], tc.want)) {
				t.Errorf("found %q, want %q", found.all, tc.want)
			}
		})
	}
}

func TestHandler_showsNoSecret(t *testing.T) {
	t.Parallel()
	contract.Require(t)
	found := &errorRecorder{TB: t}
	h := contract.Handler(found, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		io.WriteString(w, `{"data":{"gid":1},"X-Hook-Secret":"hush-hush"}`)
	}))
	r := httptest.NewRequest("POST", "/api/1.0/webhooks", strings.NewReader(creation))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer top-secret")
	h.ServeHTTP(httptest.NewRecorder(), r)
	if all := strings.Join(found.all, " "); len(found.all) == 0 || strings.Contains(all, "hush") || strings.Contains(all, "top-secret") {
		t.Errorf("found %q", found.all)
	}
}

func TestHandler_propagatesAbort(t *testing.T) {
	t.Parallel()
	found := &errorRecorder{TB: t}
	h := contract.Handler(found, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer func() {
		if recover() != http.ErrAbortHandler || len(found.all) != 0 {
			t.Errorf("the abort did not come through; found %q", found.all)
		}
	}()
	r := httptest.NewRequest("GET", "/api/1.0/webhooks/1", nil)
	r.Header.Set("Authorization", "Bearer x")
	h.ServeHTTP(httptest.NewRecorder(), r)
}

func TestHandler_truncatedResponse(t *testing.T) {
	t.Parallel()
	found := &errorRecorder{TB: t}
	h := contract.Handler(found, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "12")
		io.WriteString(w, `{"data`)
	}))
	r := httptest.NewRequest("GET", "/api/1.0/webhooks/1", nil)
	r.Header.Set("Authorization", "Bearer x")
	h.ServeHTTP(httptest.NewRecorder(), r)
	if len(found.all) != 0 {
		t.Errorf("found %q in an answer that breaks off", found.all)
	}
}

// An answer that next made wrong on purpose is not looked at.
func TestHandler_injectedResponse(t *testing.T) {
	t.Parallel()
	contract.Require(t)
	tb := &errorRecorder{TB: t}
	handler := contract.Handler(tb, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.(interface{ Injected() }).Injected()
		w.WriteHeader(http.StatusTeapot)
	}))
	r := httptest.NewRequest(http.MethodGet, "/api/1.0/webhooks/1", nil)
	r.Header.Set("Authorization", "Bearer x")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if w.Code != http.StatusTeapot || len(tb.all) > 0 {
		t.Errorf("answer %d, findings %q", w.Code, tb.all)
	}
}
