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

// emptyData is a response that says no more than that the work is done.
type emptyData struct{}

func (*emptyData) check() error { return nil }

// expectedRecord is a response that must have the record with a certain gid: a
// cache on the way may answer with another one.
type expectedRecord[T object] struct {
	data[T]
	gid string // empty: any
}

func (a *expectedRecord[T]) check() error {
	if err := a.data.check(); err != nil {
		return err
	}
	if got := a.Data.id(); a.gid != "" && got != a.gid {
		return &UnexpectedRecordError{Requested: a.gid, Got: got}
	}
	return nil
}

// UnexpectedRecordError is a response that is about another object than the one
// that was requested. It says nothing about either.
type UnexpectedRecordError struct {
	// Requested and Got are the gids.
	Requested, Got string
}

// Error implements error.
func (e *UnexpectedRecordError) Error() string {
	return fmt.Sprintf("it is about object %s, although object %s was asked for", e.Got, e.Requested)
}

// getObject fetches the record with the gid that ends the path.
func getObject[T object](ctx context.Context, c *Client, op string, query url.Values, path ...string) (*T, error) {
	return getRecord[T](ctx, c, path[len(path)-1], op, query, path...)
}

// getRecord fetches one record, which must have that gid unless it is empty.
func getRecord[T object](ctx context.Context, c *Client, gid, op string, query url.Values, path ...string) (*T, error) {
	out := expectedRecord[T]{gid: gid}
	if err := c.do(ctx, get(op, query, path...), &out); err != nil {
		return nil, err
	}
	return &out.Data, nil
}
