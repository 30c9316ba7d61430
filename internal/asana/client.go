package asana

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
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
	// account token or an OAuth access token.
	Token Secret
	// Workspace is the gid of the workspace in which ReadWebhook looks through
	// lists; if it is empty, it does so in all of the user's workspaces.
	Workspace string
	// MaxRetries is how often a request that failed in a passing way is
	// repeated, at the most; 0 means never.
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
	base  *url.URL
	http  *retryablehttp.Client
	token Secret
	clock *serverClock
	index *webhookIndex
}

// New returns a client, or an error that says which part of the configuration
// is wrong. It makes no call.
func New(cfg Config) (*Client, error) {
	if cfg.BaseURL == "" {
		cfg.BaseURL = DefaultBaseURL
	}
	base, err := ParseBaseURL(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if cfg.Token == "" {
		return nil, errors.New("no access token given")
	}
	if cfg.RequestTimeout == 0 {
		cfg.RequestTimeout = DefaultRequestTimeout
	}
	if cfg.Transport == nil {
		cfg.Transport = cleanhttp.DefaultPooledTransport()
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	clock := &serverClock{}
	c := &Client{base: base, http: newHTTPClient(cfg, clock), token: cfg.Token, clock: clock}
	c.index = newWebhookIndex(c, cfg.Workspace)
	return c, nil
}

// newHTTPClient builds the chain that a request goes through, outermost first:
// repeat → keep to the limits → log → bound and read whole → authenticate → exchange.
func newHTTPClient(cfg Config, clock *serverClock) *retryablehttp.Client {
	var rt http.RoundTripper = &authTransport{
		next:      cfg.Transport,
		token:     cfg.Token,
		userAgent: cfg.UserAgent,
	}
	rt = &attemptTransport{next: rt, timeout: cfg.RequestTimeout, clock: clock}
	rt = &logTransport{next: rt, logger: cfg.Logger}
	rt = newLimitTransport(rt)
	return &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport: rt,
			// A redirect of an API call is followed by nobody: it would
			// take the credentials to another address.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryMax:     cfg.MaxRetries,
		RetryWaitMin: minRetryWait,
		RetryWaitMax: maxRetryWait,
		CheckRetry:   checkRetry,
		Backoff:      backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// BaseURL returns the address that the client calls, without a trailing slash.
func (c *Client) BaseURL() string { return c.base.String() }

// authTransport adds what identifies the caller. It stands innermost, so that
// nothing outside it ever holds a request with the token.
type authTransport struct {
	next      http.RoundTripper
	token     Secret
	userAgent string
}

func (t *authTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", "Bearer "+t.token.Reveal())
	if t.userAgent != "" {
		req.Header.Set("User-Agent", t.userAgent)
	}
	return t.next.RoundTrip(req)
}
