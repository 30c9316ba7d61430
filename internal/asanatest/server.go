package asanatest

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// basePath is where Asana serves version 1.0 of its API.
const basePath = "/api/1.0"

// Server is a simulated Asana: an http.Handler that serves /api/1.0, and
// /-/oauth_token for the refresh of access tokens. All its
// methods may be called at any time from any goroutine, even from a target
// while it answers a handshake or a delivery.
type Server struct {
	opts    Options
	targets *Transport // how the server reaches targets

	// ctx ends with Close, and with it handshakes, deliveries, delays and holds.
	// It is the server's own life, not that of a call.
	ctx             context.Context
	cancel          context.CancelFunc
	targetCalls     sync.WaitGroup // handshakes and deliveries in flight
	scheduleChanged chan struct{}  // signals Run that the schedule has changed

	// advanceMu serialises those who do due work. It is held while targets are
	// called; mu never is.
	advanceMu sync.Mutex
	logMu     sync.Mutex

	mu         sync.Mutex
	closed     bool
	advanced   time.Duration
	lastGID    int64
	objects    map[string]*object
	webhooks   map[string]*webhook
	tombstones []tombstone
	tokens     map[string]accessToken
	apps       map[string]*oauthApp // by client id
	offsets    map[string]offset
	limiters   map[string]*tokenLimiter
	faults     []*activeFault
	holds      []*Hold
	requestLog []*Request
	secrets    []string
	me         string
	token      string
	rawSet     bool // SetRaw was used
}

// New returns a server with one user, its token and no workspace yet.
func New(opts Options) *Server {
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		opts:            opts.withDefaults(),
		targets:         &Transport{Fallback: newTargetTransport()},
		ctx:             ctx,
		cancel:          cancel,
		scheduleChanged: make(chan struct{}, 1),
		objects:         map[string]*object{},
		webhooks:        map[string]*webhook{},
		tokens:          map[string]accessToken{},
		apps:            map[string]*oauthApp{},
		offsets:         map[string]offset{},
		limiters:        map[string]*tokenLimiter{},
	}
	s.me = s.AddUser("Test User", "user@example.com")
	s.token = s.AddToken(s.me, DefaultApp)
	if opts.Token != "" {
		s.RevokeToken(s.token)
		s.token = s.recordSecret(opts.Token)
		s.tokens[s.token] = accessToken{identity: identity{s.me, DefaultApp}}
	}
	return s
}

// newTargetTransport returns the transport to targets that no Mount serves. It
// verifies TLS.
func newTargetTransport() *http.Transport {
	return http.DefaultTransport.(*http.Transport).Clone()
}

// Mount serves the server's requests to the scheme and host of baseURL from h,
// in memory. Requests to other hosts go over the network. So a target can have
// a public-looking address, and the rule against local ones can stay on.
func (s *Server) Mount(baseURL string, h http.Handler) {
	s.targets.Mount(baseURL, h)
}

// Close cancels the handshakes, deliveries, delays and holds in flight and
// waits for the first two to end. The server answers afterwards, too, but can
// reach no target any more.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.targetCalls.Wait()
	if network, ok := s.targets.Fallback.(*http.Transport); ok {
		network.CloseIdleConnections()
	}
}

// startTargetCall counts a call to a target. It reports false on a closed server,
// since Close no longer waits for what starts now.
func (s *Server) startTargetCall() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.targetCalls.Add(1)
	return true
}
