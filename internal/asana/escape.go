package asana

import (
	"bytes"
	"encoding/hex"
	"html"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxReference is how long a character reference of HTML is taken to be: the
// longest name has 31 characters.
const maxReference = 33

// decodeEscape decodes the escape with which a text begins, and returns its
// length, which is 0 if there is none. It knows percent-encoding, character
// references of HTML, the backslash of JSON and of programming languages, and the
// line breaks of both the latter and quoted-printable.
func decodeEscape(text []byte) (decoded []byte, length int) {
	switch {
	case len(text) < 2:
	case text[0] == '%':
		return decodeHex(text, 1)
	case text[0] == '&':
		return decodeReference(text)
	case text[0] == '\\':
		return decodeBackslash(text)
	case text[0] == '=' && lineBreak(text[1:]) > 0:
		return nil, 1 + lineBreak(text[1:])
	}
	return nil, 0
}

// decodeHex decodes the byte that two digits after a prefix stand for.
func decodeHex(text []byte, prefix int) (decoded []byte, length int) {
	if len(text) < prefix+2 {
		return nil, 0
	}
	decoded = make([]byte, 1)
	if _, err := hex.Decode(decoded, text[prefix:prefix+2]); err != nil {
		return nil, 0
	}
	return decoded, prefix + 2
}

func decodeReference(text []byte) (decoded []byte, length int) {
	end := 1
	for end < min(len(text), maxReference) && (text[end] == '#' || isAlphanumeric(text[end])) {
		end++
	}
	if end < len(text) && text[end] == ';' {
		end++
	}
	reference := string(text[:end])
	if s := html.UnescapeString(reference); s != reference {
		return []byte(s), end
	}
	return nil, 0
}

func decodeBackslash(text []byte) (decoded []byte, length int) {
	switch next := text[1]; {
	case lineBreak(text[1:]) > 0:
		return nil, 1 + lineBreak(text[1:])
	case next == 'x':
		return decodeHex(text, 2)
	case next == 'u':
		return decodeUTF16(text)
	case next == 'n', next == 'r', next == 't', next == 'f', next == 'b', next == 'v':
		return []byte{' '}, 2
	case next < utf8.RuneSelf && !isAlphanumeric(next):
		return []byte{next}, 2
	}
	return nil, 0
}

// decodeUTF16 decodes \uXXXX, and two of them that are one character.
func decodeUTF16(text []byte) (decoded []byte, length int) {
	first, ok := utf16Unit(text)
	if !ok {
		return nil, 0
	}
	if second, ok := utf16Unit(text[6:]); ok {
		if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
			return utf8.AppendRune(nil, r), 12
		}
	}
	return utf8.AppendRune(nil, first), 6
}

func utf16Unit(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(n), err == nil
}

// lineBreak returns the length of the line break with which a text begins, or 0.
func lineBreak(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("\r\n")):
		return 2
	case bytes.HasPrefix(text, []byte("\n")), bytes.HasPrefix(text, []byte("\r")):
		return 1
	}
	return 0
}

func isAlphanumeric(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= lower(b) && lower(b) <= 'z'
}
