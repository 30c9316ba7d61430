package asana_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func TestError(t *testing.T) {
	t.Parallel()
	const html = "<!doctype html><html><head><title>403 Forbidden</title><style>p{color:red}</style></head>\n<body><h1>Forbidden</h1>\x1b[31m by the CDN</body></html>"
	for name, tc := range map[string]struct {
		status int
		body   string
		kind   error
		text   string
		phrase string
	}{
		"one message":      {401, `{"errors":[{"message":"Not Authorized","help":"see the docs"}]}`, asana.ErrUnauthorized, "401 Unauthorized: Not Authorized", ""},
		"several messages": {400, `{"errors":[{"message":"a: Missing input"},{"message":"b: Missing input"}]}`, asana.ErrInvalid, "400 Bad Request: a: Missing input b: Missing input", ""},
		"phrase":           {500, `{"errors":[{"message":"Server Error","phrase":"6 sad squid snuggle softly"}]}`, asana.ErrServer, "500 Internal Server Error: Server Error", "6 sad squid snuggle softly"},
		"HTML":             {403, html, asana.ErrForbidden, "403 Forbidden: 403 Forbidden Forbidden [31m by the CDN", ""},
		"empty body":       {404, ``, asana.ErrNotAsana, "404 Not Found", ""},
		"no errors in it":  {502, `{"data":{}}`, asana.ErrServer, `502 Bad Gateway: {"data":{}}`, ""},
		"token in a page":  {403, "<p>you sent Bearer " + testToken + "</p>", asana.ErrForbidden, "403 Forbidden: you sent Bearer [redacted]", ""},
		"token in message": {403, `{"errors":[{"message":"bad ` + testToken + `"}]}`, asana.ErrForbidden, "403 Forbidden: bad [redacted]", ""},
		"token in phrase":  {500, `{"errors":[{"message":"no","help":"` + testToken + `","phrase":"` + testToken + `"}]}`, asana.ErrServer, "500 Internal Server Error: no", "[redacted]"},
		"long page":        {502, strings.Repeat("word ", 100), asana.ErrServer, "502 Bad Gateway: " + strings.TrimSpace(strings.Repeat("word ", 40)) + " …", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := script(respond(tc.status, tc.body, "Date", "Thu, 24 Oct 2024 09:41:07 GMT"))
			_, err := newClient(t, a, func(c *asana.Config) { c.MaxRetries = 0 }).GetWebhook(t.Context(), "7")
			got, ok := errors.AsType[*asana.Error](err)
			if !ok {
				t.Fatalf("got %T %v", err, err)
			}
			if !errors.Is(err, tc.kind) {
				t.Errorf("%v is not %v", err, tc.kind)
			}
			if got.Error() != tc.text {
				t.Errorf("text %q, want %q", got, tc.text)
			}
			if got.Phrase() != tc.phrase {
				t.Errorf("phrase %q, want %q", got.Phrase(), tc.phrase)
			}
			for _, d := range got.Details {
				if strings.Contains(d.Help, testToken) {
					t.Error("the help shows the token")
				}
			}
			if got.Method != "GET" || got.Path != "/webhooks/7" {
				t.Errorf("%s %s", got.Method, got.Path)
			}
			if want := time.Date(2024, 10, 24, 9, 41, 7, 0, time.UTC); !got.Date.Equal(want) {
				t.Errorf("date %v, want %v", got.Date, want)
			}
		})
	}
}

func TestError_duplicateIsOnlyThe403OfACreation(t *testing.T) {
	t.Parallel()
	const words = `{"errors":[{"message":"Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another."}]}`
	r := asana.WebhookRequest{Resource: "1", Target: "https://e.example/"}
	_, err := newClient(t, script(respond(403, words))).CreateWebhook(t.Context(), r)
	if !errors.Is(err, asana.ErrDuplicate) || !errors.Is(err, asana.ErrForbidden) {
		t.Errorf("creation: %v", err)
	}
	if _, err = newClient(t, script(respond(403, words))).GetWebhook(t.Context(), "1"); errors.Is(err, asana.ErrDuplicate) {
		t.Error("a GET can't be a duplicate")
	}
	_, err = newClient(t, script(respond(403, `{"errors":[{"message":"You do not have access to this project."}]}`))).CreateWebhook(t.Context(), r)
	if errors.Is(err, asana.ErrDuplicate) {
		t.Error("no access is not a duplicate")
	}
}

// What is not in the form of Asana's API says nothing about Asana's objects: a
// proxy's 404 does not mean that a webhook is gone.
func TestError_notAsana(t *testing.T) {
	t.Parallel()
	const html, plain, asanaJSON = "text/html; charset=utf-8", "text/plain", "application/json; charset=utf-8"
	for name, tc := range map[string]struct {
		kind, body string
		notAsana   bool
	}{
		"Asana's":                  {asanaJSON, `{"errors":[{"message":"webhook: Unknown object: 7"}]}`, false},
		"Asana's, broken off":      {asanaJSON, `{"errors":[{"mess`, true},
		"nothing, said to be JSON": {asanaJSON, "", true},
		"another API's errors":     {asanaJSON, `{"errors":[{"status":"404","title":"Not Found"}]}`, true},
		"an empty message":         {asanaJSON, `{"errors":[{"message":" "}]}`, true},
		"no message of that form":  {asanaJSON, `{"errors":[{"message":{"text":"gone"}}]}`, true},
		"more than one document":   {asanaJSON, `{"errors":[{"message":"webhook: Unknown object: 7"}]}{"errors":[]}`, true},
		"Asana's, without a kind":  {"", `{"errors":[{"message":"webhook: Unknown object: 7"}]}`, false},
		"a page":                   {html, "<html><h1>Not Found</h1>", true},
		"text":                     {plain, "404 page not found", true},
		"nothing":                  {"", "", true},
		"a gateway's JSON":         {asanaJSON, `{"message":"no Route matched with those values"}`, true},
		"JSON without errors":      {asanaJSON, `{"errors":[]}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for status, kind := range map[int]error{404: asana.ErrNotFound, 400: asana.ErrInvalid} {
				err := getOne(t.Context(), newClient(t, script(respond(status, tc.body, "Content-Type", tc.kind))))
				if errors.Is(err, asana.ErrNotAsana) != tc.notAsana || errors.Is(err, kind) == tc.notAsana {
					t.Errorf("%d: foreign %t, %v %t: %v", status, errors.Is(err, asana.ErrNotAsana), kind, errors.Is(err, kind), err)
				}
			}
		})
	}
}

// A page of an intermediary is its refusal, unless it reports a failure or a rate limit.
func TestIsIntermediaryRefusal(t *testing.T) {
	t.Parallel()
	const page = "<html><h1>Blocked</h1>"
	for name, tc := range map[string]struct {
		status int
		body   string
		want   bool
	}{
		"a firewall's 403":   {403, page, true},
		"a portal's 302":     {302, page, true},
		"a gateway's 502":    {502, page, false},
		"a proxy's 429":      {429, page, false},
		"Asana's 403":        {403, `{"errors":[{"message":"Forbidden"}]}`, false},
		"Asana's rate limit": {429, `{"errors":[{"message":"Too many"}]}`, false},
	} {
		err := getOne(t.Context(), newClient(t, script(respond(tc.status, tc.body)), func(cfg *asana.Config) { cfg.MaxRetries = 0 }))
		if got := asana.IsIntermediaryRefusal(err); got != tc.want {
			t.Errorf("%s: %t, want %t: %v", name, got, tc.want, err)
		}
	}
	if asana.IsIntermediaryRefusal(nil) {
		t.Error("no error is a refusal")
	}
}

func TestError_redirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	a := script(respond(302, "", "Location", "https://elsewhere.example/login"))
	_, err := newClient(t, a).GetWebhook(t.Context(), "1")
	if len(a.requests) != 1 || err == nil || err.Error() != "302 Found: redirect to https://elsewhere.example/login" {
		t.Errorf("%d requests, error %v", len(a.requests), err)
	}
}

func FuzzErrorBody(f *testing.F) {
	f.Add([]byte(`{"errors":[{"message":"Not Authorized","help":"h","phrase":"p"}]}`))
	f.Add([]byte("<html><script>x</script><p>\x00\x1b"))
	f.Add([]byte(testToken))
	f.Add([]byte(`{"errors":[{"message":"` + strings.Repeat("word ", 1000) + `"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		a := script(respond(418, string(body)))
		_, err := newClient(t, a).GetWebhook(t.Context(), "1")
		refusal, ok := errors.AsType[*asana.Error](err)
		if !ok {
			t.Fatalf("got %T", err)
		}
		texts := []string{err.Error()}
		for _, d := range refusal.Details {
			texts = append(texts, d.Message, d.Help, d.Phrase)
		}
		for _, text := range texts {
			if strings.Contains(text, testToken) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("unsafe text %q", text)
			}
			// Asana's words, the status, and a mark that something was cut off.
			if n := utf8.RuneCountInString(text); n > 2000+len("418 I'm a teapot: …") {
				t.Errorf("a text of %d characters", n)
			}
		}
	})
}
