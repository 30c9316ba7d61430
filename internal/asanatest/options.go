package asanatest

import (
	"encoding/json"
	"net/http"
	"time"
)

// Options says how a simulated Asana differs from the plainest one. The zero
// value has no limits, no latency and no lag, and refuses local targets.
type Options struct {
	// Now tells the time; time.Now by default. The server's own clock is Now
	// plus what Advance added plus ClockSkew.
	Now func() time.Time
	// ClockSkew is how far Asana's clock (the Date header, created_at) is ahead
	// of Now; negative values put it behind.
	ClockSkew time.Duration

	// Date writes the Date header of an answer, empty for none; by default it is
	// the server's time.
	Date func(now time.Time) string

	// AllowLocalTargets opts out of the rule that a target on localhost, on a
	// private address or on a host without a dot is refused with 403. Tests
	// whose targets listen on loopback need it.
	AllowLocalTargets bool
	// HandshakeTimeout and DeliveryTimeout limit how long a target may take to
	// answer: 10 seconds each by default. Asana documents 10 seconds for
	// deliveries; the same for handshakes is our choice.
	HandshakeTimeout, DeliveryTimeout time.Duration

	// RequestsPerMinute limits the requests of each token, refused ones
	// included; 0 means no limit. Asana allows 150 on free plans, 1,500 on paid
	// ones.
	RequestsPerMinute int
	// MaxReads and MaxWrites limit the GET requests and the other requests of
	// each token that are open at one time; 0 means no limit. Asana allows 50
	// and 15. A create holds its slot during the handshake.
	MaxReads, MaxWrites int
	// Latency is added to every request.
	Latency time.Duration
	// ListLag is how long a new webhook stays away from the lists, and a
	// deleted one stays in them.
	ListLag time.Duration
	// DuplicateLag is how long a deleted webhook still counts as a duplicate
	// of one to be created. Nobody documents that it does, nor that it does not.
	DuplicateLag time.Duration
	// SlimCreate makes the 201 look as in the documentation's example (active
	// false, null times, neither created_at nor filters). Otherwise it looks
	// as in answers captured in 2024: active, with last_success_at set.
	SlimCreate bool

	// TargetSpelling writes a target as answers show it. What counts as a duplicate
	// and where deliveries go stays as it was registered. By default a target comes
	// back as it was sent; nobody documents that it always does.
	TargetSpelling func(target string) string
	// RawMembers replaces members of all records of webhooks; nil removes one.
	// SetRaw does so for a single webhook, and takes precedence.
	RawMembers map[string]json.RawMessage

	// FilterRefusalStatus is the status with which the filters of a webhook on a
	// workspace, a team or a portfolio are refused: 400 by default, or 403.
	// Reports of the refusal do not agree on it.
	FilterRefusalStatus int
	// AllowTaskFilters accepts filters on tasks for such a webhook. Reports
	// disagree: most were refused, and one was created. The events of tasks
	// don't reach it in either case, as documented.
	AllowTaskFilters bool

	// Token is the access token of the default user; a random one by default.
	Token string
	// RotateRefreshTokens makes every refresh of an access token answer with a
	// new refresh token and void the old one. Asana's documentation calls its
	// refresh tokens long-lived, and shows a new one only for a first exchange.
	RotateRefreshTokens bool

	// Log receives what happens, a line each, for people to read: requests, the
	// steps of a handshake, deliveries. No line contains a token or a secret.
	Log func(line string)
}

// withDefaults fills in what was left out.
func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.HandshakeTimeout <= 0 {
		o.HandshakeTimeout = 10 * time.Second
	}
	if o.DeliveryTimeout <= 0 {
		o.DeliveryTimeout = 10 * time.Second
	}
	if o.TargetSpelling == nil {
		o.TargetSpelling = func(target string) string { return target }
	}
	mustBeJSON(o.RawMembers)
	if o.FilterRefusalStatus == 0 {
		o.FilterRefusalStatus = http.StatusBadRequest
	}
	return o
}
