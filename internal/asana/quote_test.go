package asana_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// A token of Asana's form, and a secret as those of webhooks.
const (
	spelledToken = "2/1204619611402340/1208000000000001:0a1b2c3d4e5f60718293a4b5c6d7e8f9"
	spelledHook  = "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81"
)

// everyChar spells each character of a text.
func everyChar(format string) func(string) string {
	return func(s string) string {
		var out strings.Builder
		for i := range len(s) {
			fmt.Fprintf(&out, format, s[i])
		}
		return out.String()
	}
}

// between puts something after each eleventh character of a text.
func between(what string) func(string) string {
	return func(s string) string {
		var parts []string
		for len(s) > 11 {
			parts, s = append(parts, s[:11]), s[11:]
		}
		return strings.Join(append(parts, s), what)
	}
}

func jsonString(s string) string {
	b, _ := json.Marshal(s)
	return strings.Trim(string(b), `"`)
}

// The ways in which servers, proxies and Go itself write what they were sent.
var spellings = map[string]func(string) string{
	"as it is":             func(s string) string { return s },
	"in upper case":        strings.ToUpper,
	"JSON":                 jsonString,
	"JSON with slashes":    func(s string) string { return strings.ReplaceAll(s, "/", `\/`) },
	"JSON in JSON":         func(s string) string { return jsonString(strings.ReplaceAll(s, "/", `\/`)) },
	"JSON by number":       everyChar(`\u%04x`),
	"JSON by NUMBER":       everyChar(`\u%04X`),
	"JSON twice by number": everyChar(`\\u%04x`),
	"Go":                   everyChar(`\x%02x`),
	"percent":              url.QueryEscape,
	"percent, lower case":  func(s string) string { return strings.ToLower(url.QueryEscape(s)) },
	"percent, all of it":   everyChar(`%%%02x`),
	"percent five times": func(s string) string {
		s = everyChar(`%%%02x`)(s)
		for range 4 {
			s = url.QueryEscape(s)
		}
		return s
	},
	"percent twice":         func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"percent in JSON":       func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "%", `\u0025`) },
	"HTML":                  func(s string) string { return strings.ReplaceAll(s, "/", "&#x2F;") },
	"HTML, decimal":         everyChar(`&#%d;`),
	"HTML, named":           func(s string) string { return strings.NewReplacer("/", "&sol;", ":", "&colon;").Replace(s) },
	"HTML of HTML":          func(s string) string { return html.EscapeString(strings.ReplaceAll(s, "/", "&#47;")) },
	"over lines":            between("\n"),
	"over folded lines":     between("\r\n\t "),
	"over lines in JSON":    between(`\n`),
	"over continued lines":  between("\\\n"),
	"over printed lines":    between("=\r\n"),
	"over lines of a page":  between("<br/>\n"),
	"with hidden hyphens":   between("\u00ad"),
	"with control":          between("\x1b\u200b\u202e"),
	"with NUL and bad code": between("\x00\xff"),
}

func TestClient_Quote_redactsSecrets(t *testing.T) {
	t.Parallel()
	c := newClient(t, script(respond(201, `{"data":{"gid":"7"},"X-Hook-Secret":"`+spelledHook+`"}`)), func(cfg *asana.Config) { cfg.Token = spelledToken })
	if err := postOne(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for name, spell := range spellings {
		for _, secret := range []string{spelledToken, spelledHook} {
			for _, around := range []string{"you sent Bearer %s, it says", `{"authorization":"%s"}`, "%s", "a%%%sz", `\u00%s`, "<td>%s</td>"} {
				text := fmt.Sprintf(around, spell(secret))
				got := c.Quote(text, 2000)
				if shown := shownOf(got, secret); shown > 2 || !strings.Contains(got, "[redacted]") {
					t.Errorf("%s: %q is shown as %q", name, text, got)
				}
				if before, _, _ := strings.Cut(around, "%"); !strings.HasPrefix(got, before) && !strings.Contains(around, `\u00`) {
					t.Errorf("%s: %q is shown as %q: too much is missing", name, text, got)
				}
			}
		}
	}
}

// shownOf returns how many characters of a secret a text still shows, in a row.
func shownOf(text, secret string) int {
	text, most := strings.ToLower(text), 0
	for from := range secret {
		for to := from + most + 1; to <= len(secret) && strings.Contains(text, strings.ToLower(secret[from:to])); to++ {
			most = to - from
		}
	}
	return most
}
