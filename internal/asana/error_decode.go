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
	e.Date, _ = http.ParseTime(resp.Header.Get("Date"))
	quote := c.secrets.quote
	if e.Details = decodeDetails(body); e.Details == nil {
		e.Snippet = quote(stripTags(string(body)), maxSnippet)
	}
	for i := range e.Details {
		d := &e.Details[i]
		d.Message, d.Help = quote(d.Message, maxMessage), quote(d.Help, maxMessage)
		d.Phrase, d.Code = quote(d.Phrase, maxSnippet), quote(d.Code, maxSnippet)
	}
	if loc := resp.Header.Get("Location"); loc != "" && e.Snippet == "" && e.Details == nil {
		e.Snippet = "redirect to " + quote(loc, maxSnippet)
	}
	return e
}

// decodeDetails reads Asana's envelope {"errors":[{"message":…}]}. It returns nil
// unless the envelope is whole and has a message.
func decodeDetails(body []byte) []ErrorDetail {
	var envelope struct {
		Errors []ErrorDetail `json:"errors"`
	}
	hasMessage := func(d ErrorDetail) bool { return strings.TrimSpace(d.Message) != "" }
	if json.Unmarshal(body, &envelope) != nil || !slices.ContainsFunc(envelope.Errors, hasMessage) {
		return nil
	}
	return envelope.Errors
}

// hasErrorEnvelope reports whether the body of a refusal is in Asana's form.
func hasErrorEnvelope(resp *http.Response) bool {
	body, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return err == nil && decodeDetails(body) != nil
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
