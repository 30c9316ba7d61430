package asana

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"

	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"
)

// refresher gets access tokens by OAuth and keeps one as long as it is good.
// However many calls need a token, they share one refresh, and its failure.
//
// It stands in place of oauth2.ReuseTokenSource, which neither lets a caller
// stop waiting nor can be told that Asana refuses a token before its time.
type refresher struct {
	conf      oauth2.Config
	http      *http.Client // repeats after transient errors
	secrets   *redactor
	logger    *slog.Logger
	refreshes singleflight.Group

	mu       sync.Mutex
	call     *call // of the last refresh
	current  *oauth2.Token
	secret   Secret // the refresh token
	replaced bool   // the refresh token is not the configured one any more
	denied   *RefreshError
}

func newRefresher(o OAuth, endpoint string, client *http.Client, secrets *redactor, logger *slog.Logger) *refresher {
	return &refresher{
		conf: oauth2.Config{
			ClientID: o.ClientID, ClientSecret: o.ClientSecret.Reveal(),
			// Asana documents the form, and to try the other way first would
			// show the secret to an endpoint that does not expect it.
			Endpoint: oauth2.Endpoint{TokenURL: endpoint, AuthStyle: oauth2.AuthStyleInParams},
		},
		http: client, secrets: secrets, logger: logger, secret: o.RefreshToken, call: &call{},
	}
}

// token implements tokenSource. It waits for the refresh under way, if any,
// but not beyond the end of ctx.
func (r *refresher) token(ctx context.Context, refused Secret) (Secret, error) {
	if token, err := r.cachedToken(refused); token != "" || err != nil {
		return token, err
	}
	// The refresh is everybody's: it does not end with the call that was first.
	detached := context.WithoutCancel(ctx)
	refreshed := r.refreshes.DoChan("", func() (any, error) { return r.refresh(detached, refused) })
	select {
	case <-ctx.Done():
		return "", r.interruptedError(ctx.Err())
	case result := <-refreshed:
		token, _ := result.Val.(Secret)
		return token, result.Err
	}
}

// interruptedError is the error of a caller that stopped waiting for a refresh:
// how its last attempt failed, if it is being repeated.
func (r *refresher) interruptedError(ended error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	last := r.call.lastResult.Load()
	if last == nil {
		return ended
	}
	e := &RefreshError{URL: r.conf.Endpoint.TokenURL, ended: ended}
	if last.resp != nil {
		e.Status = last.resp.StatusCode
	}
	if lost, ok := errors.AsType[*TransportError](last.err); ok {
		e.Err = lost.Err
	}
	return e
}

// cachedToken returns the current token unless it is about to expire or is the one
// that Asana refused, or the refusal of the credentials, which would only be
// repeated. Otherwise it returns nothing.
func (r *refresher) cachedToken(refused Secret) (Secret, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.current.Valid() && Secret(r.current.AccessToken) != refused {
		return Secret(r.current.AccessToken), nil
	}
	if r.denied != nil {
		return "", r.denied
	}
	return "", nil
}

// refresh asks for another token.
//
// A request whose answer got lost is repeated like one that changes nothing:
// Asana's refresh tokens are long-lived, as its documentation says. And if
// they were replaced at each use, nothing would be lost by repeating: a new
// one in a lost answer is gone either way.
func (r *refresher) refresh(ctx context.Context, refused Secret) (Secret, error) {
	// Another refresh may have ended since the caller looked.
	if token, err := r.cachedToken(refused); token != "" || err != nil {
		return token, err
	}
	r.mu.Lock()
	secret := r.secret
	r.call = &call{op: opRefresh, method: http.MethodPost, path: refreshPath}
	ctx = context.WithValue(ctx, callKey{}, r.call)
	r.mu.Unlock()

	ctx = context.WithValue(ctx, oauth2.HTTPClient, r.http)
	token, err := r.conf.TokenSource(ctx, &oauth2.Token{RefreshToken: secret.Reveal()}).Token()
	if err != nil {
		failure := newRefreshError(r.conf.Endpoint.TokenURL, err, r.secrets)
		// Asking again can't help after Asana has refused these credentials.
		if failure.Code != "" && failure.Status < 500 && failure.Status != http.StatusTooManyRequests {
			r.mu.Lock()
			r.denied = failure
			r.mu.Unlock()
		}
		return "", failure
	}
	if err := checkCredential("access token", token.AccessToken); err != nil {
		return "", &RefreshError{URL: r.conf.Endpoint.TokenURL, Err: err}
	}
	r.storeToken(ctx, token)
	return Secret(token.AccessToken), nil
}

// storeToken stores a new token, and a new refresh token if Asana sent one: the old
// one may be void now. It holds as long as the client does, which can't
// write it to where the old one came from.
func (r *refresher) storeToken(ctx context.Context, token *oauth2.Token) {
	fresh := Secret(token.RefreshToken)
	r.secrets.add(Secret(token.AccessToken), fresh)
	r.mu.Lock()
	changed := fresh != r.secret
	r.current, r.secret = token, fresh
	r.replaced = r.replaced || changed
	r.mu.Unlock()
	if changed {
		r.logger.LogAttrs(ctx, slog.LevelWarn, "Asana replaced the OAuth refresh token, and the new one can't be kept: "+
			"it is used until this process ends, and the configured one may be void")
	}
}
