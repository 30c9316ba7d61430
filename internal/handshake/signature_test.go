package handshake_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

// signed are known signatures: of RFC 4231 (cases 2 and 6), and made with
// openssl dgst -sha256 -hmac.
var signed = []struct{ secret, body, signature string }{
	{"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
	{strings.Repeat("\xaa", 131), "Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
	{"4f9c1f0b7a6e4d2e8b3a5c6d7e8f9012", "", "f82e25a32dd161f5b293fbbe7e2ae1fce78feaca8cc112210e80ddf399b85197"},
	{"4f9c1f0b7a6e4d2e8b3a5c6d7e8f9012", `{"events":[]}`, "74582c8558299b8a295429d0664b7d9bf54c2971581e1c161375b8dc1cc97893"},
	{"4f9c1f0b7a6e4d2e8b3a5c6d7e8f9012", "{\"events\":[\"\xff\x00\"]}\r\n", "c4281900afa7cfc3dee0325b88e33d58be13c0187db664b1b3594478564d4353"},
}

func TestSign(t *testing.T) {
	t.Parallel()
	for _, s := range signed {
		if got := handshake.Sign(s.secret, []byte(s.body)); got != s.signature {
			t.Errorf("signature of %q is %s, want %s", s.body, got, s.signature)
		}
	}
}

func TestVerify_right(t *testing.T) {
	t.Parallel()
	for _, s := range signed {
		for _, signature := range []string{s.signature, strings.ToUpper(s.signature), " \t" + s.signature + "\r\n"} {
			if !handshake.Verify(s.secret, []byte(s.body), signature) {
				t.Errorf("%q is not taken for the signature of %q", signature, s.body)
			}
		}
	}
}

func TestVerify_wrong(t *testing.T) {
	t.Parallel()
	const right = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
	for name, s := range map[string]struct{ secret, body, signature string }{
		"other secret":        {"jefe", "what do ya want for nothing?", right},
		"secret with a space": {"Jefe ", "what do ya want for nothing?", right},
		"other body":          {"Jefe", "what do ya want for nothing!", right},
		"body with a newline": {"Jefe", "what do ya want for nothing?\n", right},
		"last digit":          {"Jefe", "what do ya want for nothing?", right[:63] + "4"},
		"cut":                 {"Jefe", "what do ya want for nothing?", right[:62]},
		"longer":              {"Jefe", "what do ya want for nothing?", right + "00"},
		"space within":        {"Jefe", "what do ya want for nothing?", right[:32] + " " + right[32:]},
		"odd":                 {"Jefe", "what do ya want for nothing?", right[:63]},
		"with a prefix":       {"Jefe", "what do ya want for nothing?", "sha256=" + right},
		"no hex":              {"Jefe", "what do ya want for nothing?", "g" + right[1:]},
		"empty":               {"Jefe", "what do ya want for nothing?", ""},
		// HMAC-SHA256 of nothing with an empty key: anybody could have made it.
		"empty secret": {"", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
	} {
		if handshake.Verify(s.secret, []byte(s.body), s.signature) {
			t.Errorf("%s: taken for a right signature", name)
		}
	}
}

func FuzzVerify(f *testing.F) {
	for _, s := range signed {
		f.Add(s.secret, []byte(s.body), s.signature)
	}
	f.Fuzz(func(t *testing.T, secret string, body []byte, signature string) {
		right := handshake.Sign(secret, body)
		if len(right) != 64 || strings.Trim(right, "0123456789abcdef") != "" {
			t.Fatalf("signature %q", right)
		}
		if handshake.Verify(secret, body, right) != (secret != "") {
			t.Error("the right signature does not verify, or an empty secret does")
		}
		same := strings.EqualFold(strings.TrimSpace(signature), right)
		if handshake.Verify(secret, body, signature) != (same && secret != "") {
			t.Errorf("%q against %s", signature, right)
		}
		if handshake.Verify(secret, append(body, '\n'), right) {
			t.Error("a longer body has the same signature")
		}
	})
}
