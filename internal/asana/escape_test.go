package asana

import "testing"

func TestDecodeEscape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		decoded string
		length  int
	}{
		"":              {"", 0},
		"a":             {"", 0},
		`\`:             {"", 0},
		"%41":           {"A", 3},
		"%41b":          {"A", 3},
		"%4":            {"", 0},
		"%":             {"", 0},
		"%4g":           {"", 0},
		"&":             {"", 0},
		"&#65;":         {"A", 5},
		"&lt":           {"<", 3},
		"=\n":           {"", 2},
		"=\r\nb":        {"", 3},
		"=b":            {"", 0},
		`\/`:            {"/", 2},
		`\n`:            {" ", 2},
		"\\\n":          {"", 2},
		`\x41`:          {"A", 4},
		`\x4`:           {"", 0},
		"\\\x7f":        {"\x7f", 2},
		"\\\x80":        {"", 0},
		`\a`:            {"", 0},
		`\z`:            {"", 0},
		`\Z`:            {"", 0},
		`\0`:            {"", 0},
		`\9`:            {"", 0},
		`\A`:            {"", 0},
		`\u0041`:        {"A", 6},
		`\u004`:         {"", 0},
		`\u004g`:        {"", 0},
		`\ud83d\ude00`:  {"😀", 12},
		`\ud83dxude00`:  {"\uFFFD", 6},
		`\ud83d\xde00`:  {"\uFFFD", 6},
		`\u0041\u0042`:  {"A", 6},
		`\ud83d\ude0`:   {"\uFFFD", 6},
		`\ud83d\ude00x`: {"😀", 12},
	} {
		if decoded, length := decodeEscape([]byte(text)); string(decoded) != want.decoded || length != want.length {
			t.Errorf("%q: got %q and %d, want %q and %d", text, decoded, length, want.decoded, want.length)
		}
	}
}

func TestTagLength(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"<b>x": 3, "<>": 2, "<b": 0, "<<b>": 0, "<a<b>": 0} {
		if got := tagLength([]byte(text)); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestLower(t *testing.T) {
	t.Parallel()
	for b, want := range map[byte]byte{'A': 'a', 'Z': 'z', '@': '@', '[': '[', 'a': 'a', 'z': 'z'} {
		if got := lower(b); got != want {
			t.Errorf("%q: got %q, want %q", b, got, want)
		}
	}
}
