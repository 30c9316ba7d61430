package asana

import (
	"context"
	"sync"
)

// me is the token's own user, who is asked for once.
type me struct {
	mu      sync.Mutex
	fetched bool
	user    *User
	err     error
}

// Me returns the user to whom the token belongs. The first call asks Asana, once
// and without repeating it; later calls return the same user, or the same error.
func (c *Client) Me(ctx context.Context) (*User, error) {
	c.me.mu.Lock()
	defer c.me.mu.Unlock()
	if c.me.fetched {
		return c.me.user, c.me.err
	}
	ca := get("getUser", nil, "users", "me")
	ca.bestEffort = true
	user, err := doRecord[User](ctx, c, ca, "")
	c.me.fetched = ctx.Err() == nil // an interrupt says nothing about the next call
	c.me.user, c.me.err = user, err
	return user, err
}
