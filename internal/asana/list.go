package asana

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
)

const (
	// maxWebhooks is how many webhooks Asana allows to a user and app.
	maxWebhooks = 10_000
	// maxPages bounds every list.
	maxPages = 1_000
)

// list yields the elements of a list, fetching a page when the last one is
// used up. A failure is yielded as the last element, never dropped, so that a
// broken page does not look like a short list.
//
// When Asana refuses an offset, which it does when the token is too old, the list
// is read again from its beginning, once. Records that were yielded before are not yielded again.
func list[T record](ctx context.Context, c *Client, op string, query url.Values, path ...string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		yielded := make(map[string]bool)
		each := func(v T) bool {
			if yielded[v.id()] {
				return true
			}
			yielded[v.id()] = true
			return yield(v, nil)
		}
		newCall := func() *call { return get(op, query, path...) }
		err := readPages(ctx, c, newCall, each)
		if _, refused := errors.AsType[*OffsetError](err); refused {
			err = readPages(ctx, c, newCall, each)
		}
		if err != nil {
			var zero T
			yield(zero, err)
		}
	}
}

// filtered yields the records of a list for which keep returns true, and its failure.
func filtered[T record](all iter.Seq2[T, error], keep func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range all {
			if (err != nil || keep(v)) && !yield(v, err) {
				return
			}
		}
	}
}

// readPages calls each for the records of a list until it returns false.
func readPages[T record](ctx context.Context, c *Client, newCall func() *call, each func(T) bool) error {
	var pages pageSequence
	for offset := ""; ; {
		ca := newCall()
		p, err := fetchPage[T](ctx, c, ca, offset)
		if err != nil {
			if offset != "" && errors.Is(err, ErrInvalid) {
				return &OffsetError{Err: err} // because Asana accepted the same request without an offset
			}
			return err
		}
		if offset, err = pages.next(ca.op, len(p.Data), p.NextPage.Offset); err != nil {
			return c.transportError(ca, &UnreadableError{Status: http.StatusOK, Err: err})
		}
		for _, v := range p.Data {
			if !each(v) {
				return nil
			}
		}
		if offset == "" {
			return nil
		}
	}
}

// pageSequence is what the pages of a list that were read so far have said.
type pageSequence struct {
	offsets []string // of the next pages
	records int
}

// next takes in a page with a number of records, and returns the offset of the next
// page. A list that can't be one of Asana's is an error: it could be without end.
func (s *pageSequence) next(op string, records int, offset string) (string, error) {
	s.records += records
	switch {
	case offset != "" && slices.Contains(s.offsets, offset):
		return "", errors.New("a page of the list names the offset of an earlier page as the next one")
	case op == opGetWebhooks && s.records > maxWebhooks:
		return "", fmt.Errorf("the list has more than the %d webhooks that Asana allows to a user and app", maxWebhooks)
	case offset != "" && len(s.offsets)+1 == maxPages:
		return "", fmt.Errorf("the list has more than %d pages", maxPages)
	}
	s.offsets = append(s.offsets, offset)
	return offset, nil
}

// OffsetError is a list that could not be read to its end because Asana refused the
// token that names the next page, and again when the list was begun anew.
type OffsetError struct {
	// Err is Asana's refusal.
	Err error
}

// Error implements error.
func (e *OffsetError) Error() string {
	return fmt.Sprintf("the list could not be read to its end: %v", e.Err)
}

// Unwrap returns Asana's refusal.
func (e *OffsetError) Unwrap() error { return e.Err }
