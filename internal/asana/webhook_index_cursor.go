package asana

import (
	"errors"
	"net/http"
	"time"
)

// maxStumbles is how many calls in a row may fail before the lists are given up.
const maxStumbles = 2

// indexCursor is the way of a webhookIndex through the lists.
type indexCursor struct {
	places   []indexPlace // still to be read, the present one first
	stumbles int          // in a row
	again    time.Time    // when lists that are done may be read anew: the first records are too old then
}

// indexPlace is where a call for a list begins.
type indexPlace struct {
	workspace string // whose webhooks; empty for the list of the workspaces themselves
	offset    string
	restarted bool // because Asana did not know the offset any more
}

// place returns the place of the next call, in the lists of the given workspace or
// else of all; or false while there is none.
func (c *indexCursor) place(workspace string) (indexPlace, bool) {
	if len(c.places) == 0 {
		if !c.again.IsZero() && !time.Now().After(c.again) {
			return indexPlace{}, false
		}
		*c = indexCursor{places: []indexPlace{{workspace: workspace}}}
	}
	return c.places[0], true
}

// advance goes on behind a page, which says where the next one begins.
func (c *indexCursor) advance(next string) {
	c.stumbles = 0
	if c.again.IsZero() {
		c.again = time.Now().Add(indexAge)
	}
	if next == "" {
		c.places = c.places[1:]
	} else {
		c.places[0].offset = next
	}
}

// stumble goes on behind a call that failed, and reports whether to do so at once.
func (c *indexCursor) stumble(err error) bool {
	refusal, refused := errors.AsType[*Error](err)
	at := &c.places[0]
	switch {
	case errors.Is(err, ErrRateLimited):
		c.places = nil // which has been waited for long enough
	case refused && refusal.Status == http.StatusBadRequest && at.offset != "" && !at.restarted:
		*at = indexPlace{workspace: at.workspace, restarted: true}
		return true
	case refused && !errors.Is(err, ErrServer):
		c.places = c.places[1:] // this list is not for us, the next one may be
	default:
		c.stumbles++
		if c.stumbles < maxStumbles {
			return false
		}
		c.places = nil
	}
	if len(c.places) > 0 {
		return true
	}
	c.again = time.Now().Add(indexAge)
	return false
}
