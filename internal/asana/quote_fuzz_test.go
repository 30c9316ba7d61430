package asana_test

import (
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// FuzzQuote tries to get a known secret past the one place that quotes what came
// from outside: each character in a spelling of its own, with blanks in between,
// all of it escaped again, and with any text around it.
func FuzzQuote(f *testing.F) {
	for _, around := range []string{"", "Bearer ", "a%", `\`, `\u00`, "&#x", "%5c%", "=", "https://e.example/", "</", "\xc3"} {
		f.Add(around, " says the proxy", uint64(len(around)))
		f.Add("the proxy says ", around, uint64(len(around)+100))
	}
	for seed := range uint64(200) {
		f.Add("", "", seed)
	}
	f.Fuzz(func(t *testing.T, before, after string, seed uint64) {
		if len(before)+len(after) > 4000 {
			return
		}
		c := newClient(t, script(), func(cfg *asana.Config) { cfg.Token = spelledHook })
		text := before + randomSpelling(spelledHook, rand.New(rand.NewPCG(seed, 0))) + after
		got := c.Quote(text, 2000)
		const harmless = 16 // characters, of 64
		if n := max(shownOf(got, spelledHook), shownOf(plain(got), spelledHook)); n > harmless {
			t.Errorf("%q is shown as %q, with %d characters of the secret", text, got, n)
		}
		for _, r := range got {
			if r != ' ' && (!unicode.IsPrint(r) || r == utf8.RuneError) {
				t.Errorf("%q is shown as %q, with %U", text, got, r)
			}
		}
		if n := utf8.RuneCountInString(got); n > 2001 {
			t.Errorf("%d characters", n)
		}
	})
}

// randomSpelling spells each character of a secret in some way, and then perhaps
// the whole of it.
func randomSpelling(secret string, random *rand.Rand) string {
	blanks := []string{"\n", "\r\n ", "\t", "<br/>", "\\\n", "=\r\n", "\u200b", `\n`, "%0a", "&#10;"}
	chars := []string{"%c", `\u%04x`, `\x%02X`, "%%%02x", "&#x%x;", "&#%d;", "%%25%02x", `\\u%04x`, "%%5cu%04x"}
	var out strings.Builder
	for _, b := range []byte(secret) {
		format := "%c"
		if random.IntN(3) == 0 {
			format = chars[random.IntN(len(chars))]
		}
		fmt.Fprintf(&out, format, b)
		if random.IntN(8) == 0 {
			out.WriteString(blanks[random.IntN(len(blanks))])
		}
	}
	all := []func(string) string{
		func(s string) string { return s },
		jsonString, html.EscapeString,
		func(s string) string { return strings.ReplaceAll(s, "%", "%25") },
	}
	return all[random.IntN(len(all))](out.String())
}

var (
	escapes = regexp.MustCompile(`(?i)\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|%[0-9a-f]{2}`)
	ignored = regexp.MustCompile(`(?i)<br/>|\\[nr]|\s|\\$`)
)

// plain undoes the spellings, by other means than the client's.
func plain(text string) string {
	for range 4 {
		text = escapes.ReplaceAllStringFunc(html.UnescapeString(text), func(s string) string {
			n, err := strconv.ParseUint(strings.TrimLeft(s, `\uUxX%`), 16, 32)
			if err != nil {
				return s
			}
			return string(rune(n))
		})
		text = strings.ReplaceAll(text, `\\`, `\`)
	}
	return ignored.ReplaceAllString(text, "")
}
