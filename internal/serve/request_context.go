package serve

import (
	"context"
	"sync/atomic"
	"time"
)

var _ context.Context = (*requestContext)(nil)

// requestContext is the context of a request until the request ends. Afterwards it refers to
// nothing, so that whoever keeps it keeps none of what the request brought.
type requestContext struct {
	ctx  atomic.Pointer[context.Context] // nil when the request has ended
	done <-chan struct{}                 // that of ctx, so that no goroutine has to watch it
}

// withRequestContext calls a method with a context that ends with the call.
func withRequestContext[Q, R any](ctx context.Context, method func(context.Context, Q) (R, error), req Q) (R, error) {
	scoped, end := newRequestContext(ctx)
	defer end()
	return method(scoped, req)
}

func newRequestContext(ctx context.Context) (scoped context.Context, end func()) {
	c := &requestContext{done: ctx.Done()}
	c.ctx.Store(&ctx)
	return c, func() { c.ctx.Store(nil) }
}

func (c *requestContext) Deadline() (time.Time, bool) {
	if ctx := c.ctx.Load(); ctx != nil {
		return (*ctx).Deadline()
	}
	return time.Time{}, false
}

func (c *requestContext) Done() <-chan struct{} { return c.done }

func (c *requestContext) Err() error {
	if ctx := c.ctx.Load(); ctx != nil {
		return (*ctx).Err()
	}
	return context.Canceled
}

func (c *requestContext) Value(key any) any {
	if ctx := c.ctx.Load(); ctx != nil {
		return (*ctx).Value(key)
	}
	return nil
}
