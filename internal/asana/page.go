package asana

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
)

// pageSize is the most that Asana gives in one page.
const pageSize = 100

// page is one answer to a list call.
type page[T record] struct {
	Data pageRecords[T] `json:"data"`
	// NextPage is null on the last page.
	NextPage *struct {
		Offset string `json:"offset"`
	} `json:"next_page"`
}

// fetchPage fetches one page of a list: the first, or the one at an offset.
func fetchPage[T record](ctx context.Context, c *Client, ca *call, offset string) (page[T], error) {
	ca.isPage = true
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
	if p.Data == nil {
		return errors.New("the answer has no list")
	}
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
