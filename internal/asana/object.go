package asana

import (
	"context"
	"net/url"
)

// data is the envelope of an answer with one record.
type data[T record] struct {
	Data T `json:"data"`
}

func (d *data[T]) check() error { return d.Data.check() }

// nothing is the answer to what has no more to say than that it is done.
type nothing struct{}

func (*nothing) check() error { return nil }

// getObject fetches one record.
func getObject[T record](ctx context.Context, c *Client, op string, query url.Values, path ...string) (*T, error) {
	var out data[T]
	if err := c.do(ctx, get(op, query, path...), &out); err != nil {
		return nil, err
	}
	return &out.Data, nil
}
