package asana_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func TestOneLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                   "",
		"Launch":                             "Launch",
		"two\r\n lines\u2028and more":        "two lines and more",
		"\x1b[31mred\x1b[0m\x00":             "[31mred[0m",
		"cut\xffup \ufffd":                   "cutup",
		"hid\u202eden, \u200bzero\u0085wide": "hidden, zero wide",
		"Grüße, 世界 🚀 über":                   "Grüße, 世界 🚀 über",
		strings.Repeat("ü", 20):              strings.Repeat("ü", 20),
		strings.Repeat("ü", 21):              strings.Repeat("ü", 20) + "…",
	} {
		if got := asana.OneLine(in, 20); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// Asana's words are shown in full, unless there is no end of them.
func TestError_longMessages(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body string
		want int // characters, but for the status
	}{
		"long":     {`{"errors":[{"message":"` + strings.Repeat("é", 2000) + `"}]}`, 2000},
		"too long": {`{"errors":[{"message":"` + strings.Repeat("é", 2001) + `"}]}`, 2001},
		"too many": {`{"errors":[` + strings.Repeat(`{"message":"one more"},`, 1000) + `{}]}`, 2001},
	} {
		_, err := newClient(t, script(respond(400, tc.body))).GetWebhook(t.Context(), "7")
		text, ok := strings.CutPrefix(err.Error(), "400 Bad Request: ")
		if n := utf8.RuneCountInString(text); !ok || n != tc.want || tc.want == 2001 != strings.HasSuffix(text, "…") {
			t.Errorf("%s: %d characters: %q", name, n, text)
		}
	}
	_, err := newClient(t, script(respond(500, `{"errors":[{"message":"Server Error","help":"`+strings.Repeat("h", 9000)+`","phrase":"`+strings.Repeat("p", 9000)+`"}]}`)),
		func(c *asana.Config) { c.MaxRetries = 0 }).GetWebhook(t.Context(), "7")
	refusal, ok := errors.AsType[*asana.Error](err)
	if !ok || len(refusal.Phrase()) > 300 || len(refusal.Details[0].Help) > 3000 {
		t.Errorf("help or phrase is shown whole: %.80v", err)
	}
}

// The network may quote text from outside.
func TestTransportError_safeText(t *testing.T) {
	t.Parallel()
	cause := errors.New("certificate is valid for \x1b[2J\r\nevil" + strings.Repeat(", more", 1000))
	for _, step := range []*scriptedTransport{script(fail(cause)), script(respond(200, `{"data":{"gid":"`+strings.Repeat("x", 9000)+`"}}`))} {
		err := getOne(t.Context(), newClient(t, step, func(c *asana.Config) { c.MaxRetries = 0 }))
		if text := err.Error(); strings.ContainsAny(text, "\x1b\r\n") || len(text) > 2200 {
			t.Errorf("unsafe text %q", text)
		}
	}
}
