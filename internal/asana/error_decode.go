package asana

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
)

// newError reads an answer that is not a success, whatever its body is:
// Asana's envelope, a proxy's HTML, nothing at all.
func (c *Client) newError(ca *call, resp *http.Response, body []byte) *Error {
	e := ca.refusal(resp.StatusCode)
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		e.Date = date
	}
	quote := c.secrets.quote
	var ok bool
	if e.Details, ok = decodeDetails(body); !ok {
		e.Snippet = quote(stripTags(string(body)), maxSnippet)
	}
	for i := range e.Details {
		d := &e.Details[i]
		d.Message, d.Help = quote(d.Message, maxMessage), quote(d.Help, maxMessage)
		d.Phrase, d.Code = quote(d.Phrase, maxSnippet), quote(d.Code, maxSnippet)
	}
	if loc := resp.Header.Get("Location"); loc != "" && e.Snippet == "" && len(e.Details) == 0 {
		e.Snippet = "redirect to " + quote(loc, maxSnippet)
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
	said := func(d ErrorDetail) bool { return strings.TrimSpace(d.Message) != "" }
	if !slices.ContainsFunc(envelope.Errors, said) {
		return nil, false
	}
	return envelope.Errors, true
}

// hasErrorEnvelope reports whether the body of a refusal is in Asana's form.
func hasErrorEnvelope(resp *http.Response) bool {
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
