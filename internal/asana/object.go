package asana

import (
	"context"
	"net/url"
)

// data is the envelope of an answer with one record.
type data[T any] struct {
	Data T `json:"data"`
}

// getObject fetches one record.
func getObject[T any](ctx context.Context, c *Client, op string, query url.Values, path ...string) (*T, error) {
	var out data[T]
	if err := c.do(ctx, get(op, query, path...), &out); err != nil {
		return nil, err
	}
	return &out.Data, nil
}
