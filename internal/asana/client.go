package asana

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-cleanhttp"
	"github.com/hashicorp/go-retryablehttp"
)

// Defaults of a [Config].
const (
	// DefaultBaseURL is where Asana serves its API.
	DefaultBaseURL = "https://app.asana.com/api/1.0"
	// DefaultMaxRetries is how often a request is repeated, at the most.
	DefaultMaxRetries = 8
	// DefaultRequestTimeout is how long one attempt may take.
	DefaultRequestTimeout = 30 * time.Second
)

// Config says how a [Client] reaches Asana.
type Config struct {
	// BaseURL is the API's address, normally DefaultBaseURL, which the empty
	// string stands for. It must be https, or http to a loopback host.
	BaseURL string
	// Token authenticates every request: a personal access token, a service
	// account token or an OAuth access token. Either it or OAuth is given.
	Token Secret
	// Workspace is the gid of the workspace in which ReadWebhook looks through
	// lists; if it is empty, it does so in all of the user's workspaces.
	Workspace string
	// OAuth makes the client get access tokens by itself.
	OAuth *OAuth
	// MaxRetries is how often a request is repeated after transient errors, at the
	// most; 0 means never.
	MaxRetries int
	// RequestTimeout bounds one attempt, from the first byte sent to the last
	// byte read; 0 stands for DefaultRequestTimeout. Creating a webhook may
	// take longer whatever it says: see Client.CreateWebhook.
	RequestTimeout time.Duration
	// UserAgent is sent with every request.
	UserAgent string
	// Transport does the exchanges; nil stands for one of the client's own
	// that follows the proxy settings of the environment.
	Transport http.RoundTripper
	// Logger hears of every attempt: operation, method, path, status,
	// duration, number. Never of bodies, headers or secrets. May be nil.
	Logger *slog.Logger
}

// Client calls Asana's API. It is safe for concurrent use.
type Client struct {
	base      *url.URL
	http      *retryablehttp.Client
	tokens    tokenSource
	secrets   *redactor
	changes   *announcements
	clock     *serverClock
	cache     *webhookCache
	nameLists *listCache
	me        me
}

// New returns a client, or an error that says which part of the configuration
// is wrong. It makes no call.
func New(cfg Config) (*Client, error) {
	cfg = cfg.withDefaults()
	base, err := ParseBaseURL(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if err := cfg.checkCredentials(); err != nil {
		return nil, err
	}
	c := &Client{base: base, secrets: &redactor{}, changes: &announcements{}, clock: &serverClock{start: time.Now()}}
	c.cache = newWebhookCache(c, cfg.Workspace)
	c.nameLists = &listCache{client: c, fetches: make(map[string]*sharedFetch)}
	c.buildTransport(cfg)
	return c, nil
}

func (cfg Config) withDefaults() Config {
	if cfg.BaseURL == "" {
		cfg.BaseURL = DefaultBaseURL
	}
	if cfg.RequestTimeout == 0 {
		cfg.RequestTimeout = DefaultRequestTimeout
	}
	if cfg.Transport == nil {
		// A connection is kept for each request that may be under way at one time: with
		// fewer, where HTTP/2 is not spoken, as through some proxies, most requests of a
		// busy run would begin with a TLS handshake.
		pooled := cleanhttp.DefaultPooledTransport()
		pooled.MaxIdleConnsPerHost = maxReads + maxWrites
		cfg.Transport = pooled
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return cfg
}

func (cfg Config) checkCredentials() error {
	switch {
	case cfg.OAuth != nil && cfg.Token != "":
		return errors.New("both an access token and OAuth credentials given")
	case cfg.OAuth != nil:
		return cfg.OAuth.check()
	}
	return checkCredential("access token", cfg.Token.Reveal())
}

// buildTransport builds the chain of transports, outermost first:
// retry → token → limits → log → attempt (timeout, whole body) → authorization → exchange.
// A refresh of the token leaves out the second and the third, which are about
// requests that have one.
func (c *Client) buildTransport(cfg Config) {
	var rt http.RoundTripper = &authTransport{next: cfg.Transport, userAgent: cfg.UserAgent}
	rt = &attemptTransport{next: rt, timeout: cfg.RequestTimeout, clock: c.clock, secrets: c.secrets}
	rt = &logTransport{next: rt, logger: cfg.Logger, secrets: c.secrets, changes: c.changes}

	c.tokens = staticToken(cfg.Token)
	c.secrets.add(cfg.Token)
	if o := cfg.OAuth; o != nil {
		c.secrets.add(o.ClientSecret, o.RefreshToken)
		endpoint := url.URL{Scheme: c.base.Scheme, Host: c.base.Host, Path: "/" + strings.Join(refreshPath, "/")}
		refreshing := tokenResponseTransport{&retryablehttp.RoundTripper{Client: newRetryClient(rt, cfg.MaxRetries)}}
		c.tokens = newRefresher(*o, endpoint.String(), newHTTPClient(refreshing), c.secrets, cfg.Logger)
	}
	rt = newLimitTransport(rt)
	rt = &tokenTransport{next: rt, source: c.tokens}
	c.http = newRetryClient(rt, cfg.MaxRetries)
}

// newRetryClient returns the outermost link of a chain, which repeats requests.
func newRetryClient(rt http.RoundTripper, maxRetries int) *retryablehttp.Client {
	return &retryablehttp.Client{
		HTTPClient:   newHTTPClient(rt),
		RetryMax:     maxRetries,
		RetryWaitMin: minRetryWait,
		RetryWaitMax: maxRetryWait,
		CheckRetry:   checkRetry,
		Backoff:      backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// newHTTPClient returns a client that follows no redirects, which would send the
// credentials to another address.
func newHTTPClient(rt http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     rt,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// BaseURL returns the address that the client calls, without a trailing slash.
func (c *Client) BaseURL() string { return c.base.String() }

// RefreshTokenReplaced reports whether Asana has answered a refresh with
// another refresh token than the one in the configuration. The client goes on
// with the new one, but whoever comes after it can't know it.
func (c *Client) RefreshTokenReplaced() bool {
	r, ok := c.tokens.(*refresher)
	if !ok {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.replaced
}
