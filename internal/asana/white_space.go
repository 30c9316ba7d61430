package asana

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checkWhiteSpace returns an error that names the white space in a URL, which
// is hard to see, and where it is. It quotes nothing else of the URL.
func checkWhiteSpace(s string) error {
	last, size := utf8.DecodeLastRuneInString(s)
	switch first, _ := utf8.DecodeRuneInString(s); {
	case last == '\n':
		return errors.New("the URL has a line break at its end: remove it. A heredoc ends with a line break, which trimspace() removes")
	case unicode.IsSpace(last):
		return fmt.Errorf("the URL has %s at its end: remove it", whiteSpaceName(last))
	case unicode.IsSpace(first):
		return fmt.Errorf("the URL has %s at its beginning: remove it", whiteSpaceName(first))
	}
	inside := s[:len(s)-size]
	at := strings.IndexFunc(inside, unicode.IsSpace)
	if at < 0 {
		return nil
	}
	space, _ := utf8.DecodeRuneInString(inside[at:])
	advice := "remove it"
	if space == ' ' {
		advice += ", or write it as %20 if it belongs to the URL"
	}
	return fmt.Errorf("the URL has %s at position %d: %s", whiteSpaceName(space), utf8.RuneCountInString(inside[:at])+1, advice)
}

func whiteSpaceName(r rune) string {
	switch r {
	case ' ':
		return "a space"
	case '\t':
		return "a tab"
	case '\n':
		return "a line break"
	case '\r':
		return "a carriage return"
	case '\u00a0':
		return "a no-break space"
	}
	return fmt.Sprintf("the white space %U", r)
}
