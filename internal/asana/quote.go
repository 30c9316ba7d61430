package asana

import "slices"

const (
	// maxQuoted bounds how much of a text is looked at before it is shortened. To
	// cut a secret there shows nothing of it: parts of one are found, too.
	maxQuoted = 64 << 10
	// maxEscapes is how often a text may have been escaped.
	maxEscapes = 5
)

// Quote returns the beginning of a text that came from outside as one line that is
// safe to print. It is the one place through which everything passes that quotes
// what Asana, the network or a target says:
//
//   - The client's own secrets and those of webhooks that it created are replaced
//     by a mark, and so are parts of them. They are found in whatever way they are
//     escaped, in upper and lower case, and with white space between their characters.
//   - So is any value that is called X-Hook-Secret.
//   - The queries and passwords of URLs are left out: those of a target may be secret.
//   - Control characters and all that would change the direction of the text are
//     dropped, and white space is folded.
//   - What is left is shortened to a number of characters.
func (c *Client) Quote(text string, most int) string { return c.secrets.quote(text, most) }

func (r *redactor) quote(text string, most int) string {
	text = text[:min(len(text), maxQuoted)]
	return OneLine(replace(text, r.findPrivate(text)), most)
}

// findPrivate returns the spans of a text that must not be shown.
func (r *redactor) findPrivate(text string) []span {
	var private []span
	t := newNormalizedText(text)
	for range maxEscapes + 1 {
		for _, dropTags := range []bool{false, true} {
			folded, offsets := t.fold(dropTags)
			for _, s := range r.find(folded) {
				private = append(private, t.sourceSpan(span{offsets[s.from], offsets[s.to-1] + 1, s.replacement}))
			}
		}
		for _, s := range slices.Concat(findHookSecrets(t.text), findPrivateURLParts(t.text)) {
			private = append(private, t.sourceSpan(s))
		}
		var escaped bool
		if t, escaped = t.unescape(); !escaped {
			break
		}
	}
	return private
}

// quoteError returns an error that is the given one to package errors, and whose
// text may be shown.
func (r *redactor) quoteError(err error) error {
	if text := r.quote(err.Error(), maxMessage); text != err.Error() {
		return &quotedError{text: text, err: err}
	}
	return err
}

// quotedError is an error whose own text must not be shown as it is.
type quotedError struct {
	text string
	err  error
}

func (e *quotedError) Error() string { return e.text }

func (e *quotedError) Unwrap() error { return e.err }
