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
type page[T record] struct {
	Data []T `json:"data"`
	// NextPage is null on the last page.
	NextPage *struct {
		Offset string `json:"offset"`
	} `json:"next_page"`
}

// fetchPage fetches one page of a list: the first, or the one at an offset.
func fetchPage[T record](ctx context.Context, c *Client, ca *call, offset string) (page[T], error) {
	ca.query = maps.Clone(ca.query)
	ca.query.Set("limit", strconv.Itoa(pageSize))
	if offset != "" {
		ca.query.Set("offset", offset)
	}
	var p page[T]
	err := c.do(ctx, ca, &p)
	return p, err
}

func (p *page[T]) check() error {
	for i := range p.Data {
		if err := p.Data[i].check(); err != nil {
			return err
		}
	}
	return nil
}

// next returns the offset of the page after this one, or the empty string.
func (p page[T]) next() string {
	if p.NextPage == nil {
		return ""
	}
	return p.NextPage.Offset
}

// list yields the elements of a list, fetching a page when the last one is
// used up. A failure is yielded as the last element, never dropped, so that a
// broken page does not look like a short list.
func list[T record](ctx context.Context, c *Client, op string, query url.Values, path ...string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for offset := ""; ; {
			p, err := fetchPage[T](ctx, c, get(op, query, path...), offset)
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, v := range p.Data {
				if !yield(v, nil) {
					return
				}
			}
			if offset = p.next(); offset == "" {
				return
			}
		}
	}
}
