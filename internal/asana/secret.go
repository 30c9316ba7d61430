package asana

import (
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
)

// redacted stands for a secret wherever one would be printed.
const redacted = "[redacted]"

// Secret is a string that must not be printed: an access token, or the
// X-Hook-Secret with which Asana signs a webhook's events. Formatting it with
// package fmt, logging it with log/slog or encoding it as JSON shows a mark
// instead of the value. Only [Secret.Reveal] gives it away.
type Secret string

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return string(s) }

// SHA256 returns the lower-case hex SHA-256 digest of the secret, which tells
// two secrets apart without showing either.
func (s Secret) SHA256() string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// String implements fmt.Stringer without the secret.
func (s Secret) String() string { return redacted }

// GoString implements fmt.GoStringer without the secret.
func (s Secret) GoString() string { return redacted }

// LogValue implements slog.LogValuer without the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler without the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
