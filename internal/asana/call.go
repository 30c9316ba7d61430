package asana

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// call is one operation of the API on its way, however many attempts it takes.
type call struct {
	op     string // operationId in Asana's OpenAPI document
	method string
	path   []string // segments below the base URL, not yet escaped
	query  url.Values
	body   any // what goes into "data"; nil for none
	// nonIdempotent marks the call whose repetition could do harm and whose
	// response can't be retrieved again: creating a webhook.
	nonIdempotent bool
	// bestEffort marks a call that is not repeated when it fails, because there is
	// another way to get what it asks for.
	bestEffort bool
	isPage     bool // of a list, which may be larger than a record
	// mayBeEmpty marks a call that is done although the answer says no more.
	mayBeEmpty bool
	attempt    int
	sentAt     time.Time // when the last attempt was begun
	// lastResult is the result of the last attempt that was to be repeated.
	lastResult atomic.Pointer[attemptResult]
	// rateLimit is set while the last attempt was refused for the rate limit.
	rateLimit *RateLimitError
}

var errEmptyGID = errors.New("the gid is empty, so nothing was sent")

type callKey struct{}

func callFromContext(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// errEmptyBody is a success without a body, of a call that may have one.
var errEmptyBody = errors.New("the answer is empty")

// response is the envelope of a success.
type response interface {
	// check returns an error if the response is not what was asked for.
	check() error
}

// do carries out a call and decodes its response into out.
func (c *Client) do(ctx context.Context, ca *call, out response) error {
	req, err := c.request(ctx, ca)
	if err != nil {
		return err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return c.transportError(ca, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return c.transportError(ca, err)
	}
	if resp.StatusCode/100 != 2 {
		return c.newError(ca, resp, body)
	}
	// What was only accepted (202) is not done.
	isDone := resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusOK
	if ca.mayBeEmpty && isDone && len(bytes.TrimSpace(body)) == 0 {
		return errEmptyBody
	}
	err = json.Unmarshal(body, out)
	if err == nil {
		err = out.check()
	}
	if err != nil {
		return c.transportError(ca, &UnreadableError{Status: resp.StatusCode, Err: c.secrets.quoteError(err)})
	}
	return nil
}

func (c *Client) request(ctx context.Context, ca *call) (*retryablehttp.Request, error) {
	if slices.Contains(ca.path, "") {
		return nil, errEmptyGID // which would ask for another object, or for a list
	}
	u := *c.base
	u.RawQuery = ca.query.Encode()
	escaped := make([]string, len(ca.path))
	for i, s := range ca.path {
		escaped[i] = url.PathEscape(s)
	}
	u.RawPath = u.EscapedPath() + "/" + strings.Join(escaped, "/")
	u.Path += "/" + strings.Join(ca.path, "/")

	// A GET or DELETE with a body is refused by the network in front of
	// Asana with a page of HTML, so there a nil body must stay nil.
	var body any
	if ca.body != nil {
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(map[string]any{"data": ca.body}); err != nil {
			return nil, fmt.Errorf("encoding the request: %w", err)
		}
		body = buf.Bytes()
	}
	req, err := retryablehttp.NewRequestWithContext(context.WithValue(ctx, callKey{}, ca), ca.method, u.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// transportError describes an exchange that came to no answer.
func (c *Client) transportError(ca *call, err error) error {
	if te, ok := errors.AsType[*TransportError](err); ok {
		return te
	}
	if ca.rateLimit != nil && isContextError(err) {
		ca.rateLimit.Err = err
		return ca.notSentError(ca.rateLimit)
	}
	if last := ca.lastResult.Load(); last != nil && isContextError(err) {
		return c.interruptedRetry(ca, last, err)
	}
	// What fails before anything is sent is a TransportError already.
	return ca.lostError(true, c.secrets.quoteError(err))
}

func isContextError(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func (ca *call) displayPath() string { return "/" + strings.Join(ca.path, "/") }

// notSentError returns the error of a call that could not be made.
func (ca *call) notSentError(err error) *TransportError {
	return &TransportError{Op: ca.op, Method: ca.method, Path: ca.displayPath(), Err: err}
}

// lostError returns the error of a call that was made and came to no usable answer.
func (ca *call) lostError(sent bool, err error) *TransportError {
	return &TransportError{Op: ca.op, Method: ca.method, Path: ca.displayPath(), Sent: sent, SentAt: ca.sentAt, Err: err}
}

// refusal returns the error of a call that was refused, without details.
func (ca *call) refusal(status int) *Error {
	return &Error{Op: ca.op, Method: ca.method, Path: ca.displayPath(), Status: status, SentAt: ca.sentAt}
}

func get(op string, query url.Values, path ...string) *call {
	return &call{op: op, method: http.MethodGet, path: path, query: query}
}
