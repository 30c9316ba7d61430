package asana

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strconv"
)

// pageSize is the most that Asana gives in one page.
const pageSize = 100

// page is one answer to a list call.
type page[T record] struct {
	Data pageRecords[T] `json:"data"`
	// NextPage is null on the last page, and the offset is empty then.
	NextPage struct {
		Offset string `json:"offset"`
	} `json:"next_page"`
}

// fetchPage fetches one page of a list: the first, or the one at an offset.
func fetchPage[T record](ctx context.Context, c *Client, ca *call, offset string) (page[T], error) {
	ca.isPage = true
	query := url.Values{"limit": {strconv.Itoa(pageSize)}}
	if offset != "" {
		query.Set("offset", offset)
	}
	maps.Copy(query, ca.query)
	ca.query = query
	var p page[T]
	err := c.do(ctx, ca, &p)
	return p, err
}

func (p *page[T]) check() error {
	if p.Data == nil {
		return errors.New("the answer has no list")
	}
	for _, r := range p.Data {
		if err := r.check(); err != nil {
			return err
		}
	}
	return nil
}

// pageRecords are the records of a page; nil where it has no list of them.
type pageRecords[T record] []T

// UnmarshalJSON decodes no more records than a page can have.
func (r *pageRecords[T]) UnmarshalJSON(b []byte) error {
	*r = nil
	if string(b) != "null" {
		*r = pageRecords[T]{}
	}
	return decodeEach(b, func(record T) error {
		if len(*r) == pageSize {
			return fmt.Errorf("a page has more than the %d records that were asked for", pageSize)
		}
		*r = append(*r, record)
		return nil
	})
}
