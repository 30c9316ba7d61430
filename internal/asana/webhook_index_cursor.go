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
	again    time.Time    // when lists that are done may be read again: the first records are too old then
	partial  bool         // a list was left before its end
}

// indexPlace is where a call for a list begins.
type indexPlace struct {
	workspace string // whose webhooks; empty for the list of the workspaces themselves
	offset    string
	pages     pageSequence // that were read
	restarted bool         // because Asana refused the offset, and none has worked since
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
	at := &c.places[0]
	if next == "" {
		c.places = c.places[1:]
		return
	}
	at.restarted = at.restarted && at.offset == ""
	at.offset = next
}

// stumble goes on behind a call that failed, and reports whether to do so at once.
func (c *indexCursor) stumble(err error) bool {
	at := c.places[0]
	refusal, refused := errors.AsType[*Error](err)
	expired := refused && refusal.Status == http.StatusBadRequest && at.offset != ""
	closed := errors.Is(err, ErrForbidden) || errors.Is(err, ErrNotFound)
	_, hung := errors.AsType[*noAnswerError](err)
	switch {
	case expired && !at.restarted:
		c.stumbles = 0
		c.places[0] = indexPlace{workspace: at.workspace, restarted: true}
		if at.workspace == "" {
			c.places = c.places[:1] // the others came from the list that begins anew
		}
		return true
	case expired, closed && !errors.Is(err, ErrForeign): // the next list may do better
		c.partial = true
		c.advance("")
		return len(c.places) > 0
	case !hung && (!refused || errors.Is(err, ErrServer)): // a hiccup, maybe
		c.stumbles++
		if c.stumbles < maxStumbles {
			return false
		}
	}
	c.places, c.again, c.partial = nil, time.Now().Add(indexAge), true
	return false
}
