package asana

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// maxTag is how long an HTML tag can be between two parts of a secret.
const maxTag = 200

// normalizedText is a text that was made of another one, such as by decoding
// its escapes, with the offsets of the part of the other text that each byte
// stands for.
type normalizedText struct {
	text     []byte
	from, to []int
}

func newNormalizedText(s string) normalizedText {
	t := normalizedText{text: []byte(s), from: make([]int, len(s)), to: make([]int, len(s))}
	for i := range t.text {
		t.from[i], t.to[i] = i, i+1
	}
	return t
}

// sourceSpan returns the span of the other text that a span of this one stands for.
func (t normalizedText) sourceSpan(s span) span {
	return span{t.from[s.from], t.to[s.to-1], s.replacement}
}

// unescape decodes one level of escapes: a text that was escaped twice is still
// escaped once. It reports whether there were any.
func (t normalizedText) unescape() (out normalizedText, escaped bool) {
	for i := 0; i < len(t.text); {
		decoded, n := decodeEscape(t.text[i:])
		if n > 0 {
			escaped = true
		} else {
			decoded, n = t.text[i:i+1], 1
		}
		for _, b := range decoded {
			out.text, out.from, out.to = append(out.text, b), append(out.from, t.from[i]), append(out.to, t.to[i+n-1])
		}
		i += n
	}
	return out, escaped
}

// fold returns the text in lower case and without what can stand between two
// characters of a secret: white space, all that is not printable, and HTML tags if
// they are to be dropped. For each byte it also returns its offset.
func (t normalizedText) fold(dropTags bool) (folded []byte, offsets []int) {
	for i := 0; i < len(t.text); {
		r, n := utf8.DecodeRune(t.text[i:])
		switch {
		case unicode.IsSpace(r) || isUnprintable(r):
		case r == '<' && dropTags && tagLength(t.text[i:]) > 0:
			n = tagLength(t.text[i:])
		default:
			for k := i; k < i+n; k++ {
				folded, offsets = append(folded, lower(t.text[k])), append(offsets, k)
			}
		}
		i += n
	}
	return folded, offsets
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// tagLength returns the length of the tag with which a text begins, or 0.
func tagLength(text []byte) int {
	text = text[:min(len(text), maxTag)]
	end := bytes.IndexByte(text, '>')
	if end < 0 || bytes.IndexByte(text[1:end], '<') >= 0 {
		return 0
	}
	return end + 1
}
