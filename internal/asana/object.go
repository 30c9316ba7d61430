package asana

import (
	"context"
	"fmt"
)

// recordResponse is a response that must have the record with a certain gid: a
// cache on the way may answer with another one.
type recordResponse[T record] struct {
	Data T      `json:"data"`
	gid  string // empty: any
}

func (r *recordResponse[T]) check() error {
	if err := r.Data.check(); err != nil {
		return err
	}
	if got := r.Data.id(); r.gid != "" && got != r.gid {
		return &UnexpectedRecordError{Requested: r.gid, Got: got}
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
func getObject[T record](ctx context.Context, c *Client, op string, path ...string) (*T, error) {
	return doRecord[T](ctx, c, get(op, nil, path...), path[len(path)-1])
}

// doRecord carries out a call for a record, which must have a gid unless that is empty.
func doRecord[T record](ctx context.Context, c *Client, ca *call, gid string) (*T, error) {
	out := recordResponse[T]{gid: gid}
	if err := c.do(ctx, ca, &out); err != nil {
		return nil, err
	}
	return &out.Data, nil
}
