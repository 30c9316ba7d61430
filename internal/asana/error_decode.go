package asana

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// newError reads an answer that is not a success, whatever its body is:
// Asana's envelope, a proxy's HTML, nothing at all.
func (c *Client) newError(ca *call, resp *http.Response, body []byte) *Error {
	e := &Error{Op: ca.op, Method: ca.method, Path: ca.display(), Status: resp.StatusCode, SentAt: ca.sent}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		e.Date = date
	}
	clean := c.secrets.clean
	var ok bool
	if e.Details, ok = decodeDetails(body); !ok {
		e.Snippet = shorten(clean(oneLine(stripTags(string(body)))), maxSnippet)
	}
	for i := range e.Details {
		d := &e.Details[i]
		// Shortened last: half a secret would not be recognized.
		d.Message, d.Help = shorten(clean(d.Message), maxMessage), shorten(clean(d.Help), maxMessage)
		d.Phrase, d.Code = shorten(clean(d.Phrase), maxSnippet), shorten(clean(d.Code), maxSnippet)
	}
	if loc := resp.Header.Get("Location"); loc != "" && e.Snippet == "" && len(e.Details) == 0 {
		e.Snippet = "redirect to " + shorten(clean(oneLine(loc)), maxSnippet)
	}
	return e
}

// decodeDetails reads Asana's envelope {"errors":[{"message":…}]}, and reports
// whether there was one, whole and with a message in it.
func decodeDetails(body []byte) ([]ErrorDetail, bool) {
	var envelope struct {
		Errors []ErrorDetail `json:"errors"`
	}
	if json.Unmarshal(body, &envelope) != nil || len(envelope.Errors) == 0 {
		return nil, false
	}
	said := false
	for i := range envelope.Errors {
		d := &envelope.Errors[i]
		d.Message, d.Help, d.Phrase, d.Code = oneLine(d.Message), oneLine(d.Help), oneLine(d.Phrase), oneLine(d.Code)
		said = said || d.Message != ""
	}
	if !said {
		return nil, false
	}
	return envelope.Errors, true
}

// isAsanas reports whether the body of a refusal is in Asana's form.
func isAsanas(resp *http.Response) bool {
	body, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(body))
	_, ok := decodeDetails(body)
	return err == nil && ok
}

// stripTags drops what stands between angle brackets, and with it the text
// of style and script elements.
func stripTags(s string) string {
	var out strings.Builder
	for {
		text, rest, found := strings.Cut(s, "<")
		out.WriteString(text)
		if !found {
			return out.String()
		}
		tag, after, closed := strings.Cut(rest, ">")
		if !closed {
			return out.String()
		}
		out.WriteByte(' ')
		s = after
		for _, hidden := range []string{"style", "script"} {
			if len(tag) >= len(hidden) && strings.EqualFold(tag[:len(hidden)], hidden) {
				_, s, _ = strings.Cut(s, "</"+tag[:len(hidden)])
				_, s, _ = strings.Cut(s, ">")
			}
		}
	}
}
