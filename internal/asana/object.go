package asana

import (
	"context"
	"fmt"
	"net/url"
)

// data is the envelope of an answer with one record.
type data[T object] struct {
	Data T `json:"data"`
}

func (d *data[T]) check() error { return d.Data.check() }

// nothing is the answer to what has no more to say than that it is done.
type nothing struct{}

func (*nothing) check() error { return nil }

// asked is the answer with the record that has a gid: a cache on the way may
// answer with another one.
type asked[T object] struct {
	data[T]
	wanted string // empty: any
}

func (a *asked[T]) check() error {
	if err := a.data.check(); err != nil {
		return err
	}
	if got := a.Data.id(); a.wanted != "" && got != a.wanted {
		return &OtherRecordError{Asked: a.wanted, Got: got}
	}
	return nil
}

// OtherRecordError is an answer that is about another object than the one that
// was asked for. It says nothing about either.
type OtherRecordError struct {
	// Asked and Got are the gids.
	Asked, Got string
}

// Error implements error.
func (e *OtherRecordError) Error() string {
	return fmt.Sprintf("it is about object %s, although object %s was asked for", e.Got, e.Asked)
}

// getObject fetches the record with the gid that ends the path.
func getObject[T object](ctx context.Context, c *Client, op string, query url.Values, path ...string) (*T, error) {
	return getAsked[T](ctx, c, path[len(path)-1], op, query, path...)
}

// getAsked fetches one record, which must have a gid unless that is empty.
func getAsked[T object](ctx context.Context, c *Client, gid, op string, query url.Values, path ...string) (*T, error) {
	out := asked[T]{wanted: gid}
	if err := c.do(ctx, get(op, query, path...), &out); err != nil {
		return nil, err
	}
	return &out.Data, nil
}
