package asana

import (
	"context"
	"net/http"
)

// tokenSource is where access tokens come from.
type tokenSource interface {
	// token returns an access token; not the one that Asana has refused, if
	// there is another one to be had.
	token(ctx context.Context, refused Secret) (Secret, error)
}

// staticToken is a token that its owner got somewhere.
type staticToken Secret

func (t staticToken) token(context.Context, Secret) (Secret, error) { return Secret(t), nil }

type tokenKey struct{}

// withToken gives a request the token that authTransport sends.
func withToken(req *http.Request, token Secret) *http.Request {
	return req.WithContext(context.WithValue(req.Context(), tokenKey{}, token))
}

// tokenTransport sees to it that each request has an access token. When Asana
// refuses one that can be renewed, the request is made once more with another:
// Asana's 401 means that nothing was done, so this goes for creating a webhook,
// too. Another 401 may stand in place of the answer to a creation.
type tokenTransport struct {
	next   http.RoundTripper
	source tokenSource
}

func (t *tokenTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	token, err := t.source.token(ctx, "")
	if err != nil {
		return nil, callFromContext(ctx).notSentError(err)
	}
	resp, err := t.next.RoundTrip(withToken(req, token))
	if err != nil || resp.StatusCode != http.StatusUnauthorized || callFromContext(ctx).nonIdempotent && !hasErrorEnvelope(resp) {
		return resp, err
	}
	another, err := t.source.token(ctx, token)
	if err != nil {
		return nil, callFromContext(ctx).notSentError(err)
	}
	if another == token {
		return resp, nil
	}
	again := withToken(req, another)
	if req.Body != nil {
		if again.Body, err = req.GetBody(); err != nil {
			return nil, callFromContext(ctx).notSentError(err)
		}
	}
	return t.next.RoundTrip(again)
}

// authTransport adds what identifies the caller. It stands innermost, so that
// nothing outside it ever holds a request with the token.
type authTransport struct {
	next      http.RoundTripper
	userAgent string
}

func (t *authTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	// A refresh has no token: its form says who asks.
	if token, ok := req.Context().Value(tokenKey{}).(Secret); ok {
		req.Header.Set("Authorization", "Bearer "+token.Reveal())
	}
	if t.userAgent != "" {
		req.Header.Set("User-Agent", t.userAgent)
	}
	return t.next.RoundTrip(req)
}
