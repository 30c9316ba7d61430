package asana_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// The secret of a webhook that nobody here has been told is found by its name.
func TestClient_Quote_redactsHookSecrets(t *testing.T) {
	t.Parallel()
	c := newClient(t, script())
	for name, format := range map[string]string{
		"a creation's answer":      `{"data":{"gid":"7"},"X-Hook-Secret":"%s"}`,
		"with spaces":              `{"X-Hook-Secret" : "%s"}`,
		"escaped once more":        `"body":"{\"X-Hook-Secret\":\"%s\"}"`,
		"escaped for a page":       `&quot;X-Hook-Secret&quot;:&quot;%s&quot;`,
		"a header":                 "X-Hook-Secret: %s\r\nServer: x",
		"a header of HTTP/2":       "x-hook-secret: %s",
		"a form":                   "x_hook_secret=%s&a=b",
		"an environment":           "HTTP_X_HOOK_SECRET=%s",
		"Go's headers":             "map[Server:[x] X-Hook-Secret:[%s]]",
		"Node's headers":           "{ 'x-hook-secret': [ '%s' ] }",
		"Ruby's headers":           `{"X-Hook-Secret"=>"%s"}`,
		"a list of pairs":          `[{"name":"X-Hook-Secret","value":"%s"}]`,
		"pairs in a list":          `[["X-Hook-Secret","%s"]]`,
		"a table":                  "<td>X-Hook-Secret</td><td>%s</td>",
		"prose":                    "the webhook secret is %s, keep it",
		"a name with percent":      "X%%2DHook%%2DSecret%%3A%%20%s",
		"a short one":              "X-Hook-Secret: %.4s",
		"one that is not finished": `{"X-Hook-Secret":"%.20s`,
	} {
		text := fmt.Sprintf(format, spelledHook)
		secret := strings.TrimSuffix(fmt.Sprintf(format[strings.LastIndex(format, "%"):], spelledHook), `"`)
		secret = spelledHook[:min(len(secret), 20)]
		if strings.Contains(format, "%.4s") {
			secret = spelledHook[:4]
		}
		if got := c.Quote(text, 2000); strings.Contains(got, secret) || !strings.Contains(got, "[redacted]") {
			t.Errorf("%s: %q is shown as %q", name, text, got)
		}
	}
	for _, text := range []string{
		"The remote server which is intended to receive the webhook did not respond with the handshake secret.",
		"The target did not repeat the header X-Hook-Secret, which it must.",
	} {
		if got := c.Quote(text, 2000); got != text {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}

// Every value that is called X-Hook-Secret is found, not just the first, and nothing
// beside it.
func TestClient_Quote_redactsEachHookSecret(t *testing.T) {
	t.Parallel()
	c := newClient(t, script())
	far := strings.Repeat("word ", 30)
	for text, want := range map[string]string{
		"X-Hook-Secret: ab; X-Hook-Secret: cd":                                          "X-Hook-Secret: [redacted]; X-Hook-Secret: [redacted]",
		"the webhook secret is 0123abcd, keep it":                                       "the webhook secret is [redacted], keep it",
		"the hook secret is 0123abcd, " + far + "and the other hook secret is 4567efgh": "the hook secret is [redacted], " + far + "and the other hook secret is [redacted]",
		"the hook secret is 0123abcd or 4567efgh":                                       "the hook secret is [redacted] or [redacted]",
		"the hook secret is unfortunately missing":                                      "the hook secret is unfortunately missing",
		"hook secret" + strings.Repeat(" ,", 60) + "0123abcd":                           "hook secret" + strings.Repeat(" ,", 60) + "[redacted]",
		"hook secret" + strings.Repeat(" ,", 60) + " 0123abcd":                          "hook secret" + strings.Repeat(" ,", 60) + " 0123abcd",
	} {
		if got := c.Quote(text, 2000); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// The query of a target may be secret, and whatever is shown may be one.
func TestClient_Quote_removesQueries(t *testing.T) {
	t.Parallel()
	c := newClient(t, script())
	for text, want := range map[string]string{
		"https://e.example/hook?token=hush":                              "https://e.example/hook?…",
		"can't reach HTTPS://e.example:8443/a%20b?hush today":            "can't reach HTTPS://e.example:8443/a%20b?… today",
		`{"target":"https://e.example/?a=hush&b","x":1}`:                 `{"target":"https://e.example/?…","x":1}`,
		`{"target":"https:\/\/e.example\/h?a=hush\u0026b=c"}`:            `{"target":"https:\/\/e.example\/h?…"}`,
		"<a href=\"https://e.example/?hush\">":                           "<a href=\"https://e.example/?…\">",
		"https%3A%2F%2Fe.example%2Fh%3Fhush and more":                    "https%3A%2F%2Fe.example%2Fh%3F… and more",
		"proxy http://me:hush@proxy.example:3128 refused":                "proxy http://[redacted]@proxy.example:3128 refused",
		"see https://developers.asana.com/docs/webhooks-guide":           "see https://developers.asana.com/docs/webhooks-guide",
		"from https://a.example/?hush to http://me:hush@b.example/?hush": "from https://a.example/?… to http://[redacted]@b.example/?…",
		"is that so? No.": "is that so? No.",
	} {
		if got := c.Quote(text, 2000); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// Wherever an answer is quoted, the same is taken out.
func TestErrors_quoteNothingPrivate(t *testing.T) {
	t.Parallel()
	const page = "<html>you sent Bearer %s and got X-Hook-Secret: " + spelledHook + "</html>"
	for name, spell := range spellings {
		if strings.Contains(name, "NUL") { // not in JSON
			continue
		}
		token := spell(testToken)
		quoted := jsonString(token)
		for where, step := range map[string]*scriptedTransport{
			"message":     script(respond(400, fmt.Sprintf(`{"errors":[{"message":"you sent %s","help":"%[1]s","phrase":"%[1]s"}]}`, quoted))),
			"page":        script(respond(403, fmt.Sprintf(page, token))),
			"redirect":    script(respond(302, "", "Location", "https://e.example/"+token)),
			"time":        script(respond(200, fmt.Sprintf(`{"data":{"gid":"7","created_at":"Bearer %s"}}`, quoted))),
			"gid":         script(respond(200, fmt.Sprintf(`{"data":{"gid":"Bearer %s"}}`, quoted))),
			"network":     script(fail(fmt.Errorf("malformed HTTP response %q", token))),
			"hook secret": script(respond(502, `{"data":{"gid":"7"},"X-Hook-Secret":"`+spelledHook+`"}`)),
		} {
			err := getOne(t.Context(), newClient(t, step, func(cfg *asana.Config) { cfg.MaxRetries = 0 }))
			if err == nil {
				continue // read all the same
			}
			texts := []string{err.Error()}
			if lost, ok := errors.AsType[*asana.TransportError](err); ok {
				texts = append(texts, lost.Err.Error())
			}
			if unreadable, ok := errors.AsType[*asana.UnreadableError](err); ok {
				texts = append(texts, unreadable.Err.Error())
			}
			if refusal, ok := errors.AsType[*asana.Error](err); ok && len(refusal.Details) > 0 {
				texts = append(texts, refusal.Message(), refusal.Details[0].Help, refusal.Phrase())
			}
			for _, text := range texts {
				if shownOf(plain(text), testToken) > 12 || shownOf(plain(text), spelledHook) > 12 {
					t.Errorf("%s, %s: says %q", where, name, text)
				}
			}
		}
	}
}
