package asana

import (
	"context"
	"iter"
	"maps"
	"net/url"
	"strconv"
)

// pageSize is the most that Asana gives in one page.
const pageSize = 100

// page is one answer to a list call.
type page[T any] struct {
	Data []T `json:"data"`
	// NextPage is null on the last page.
	NextPage *struct {
		Offset string `json:"offset"`
	} `json:"next_page"`
}

// list yields the elements of a list, fetching a page when the last one is
// used up. A failure is yielded as the last element, never dropped, so that a
// broken page does not look like a short list.
func list[T any](ctx context.Context, c *Client, op string, query url.Values, path ...string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		q := maps.Clone(query)
		q.Set("limit", strconv.Itoa(pageSize))
		for {
			var p page[T]
			if err := c.do(ctx, get(op, q, path...), &p); err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, v := range p.Data {
				if !yield(v, nil) {
					return
				}
			}
			if p.NextPage == nil || p.NextPage.Offset == "" {
				return
			}
			q.Set("offset", p.NextPage.Offset)
		}
	}
}
