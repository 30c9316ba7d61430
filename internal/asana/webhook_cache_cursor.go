package asana

import (
	"errors"
	"net/http"
	"time"
)

// maxFailures is how many calls in a row may fail before the lists are no longer
// read.
const maxFailures = 2

// listCursor is the position of a webhookCache in the lists.
type listCursor struct {
	positions []listPosition // still to be read, the present one first
	failures  int            // in a row
	nextRound time.Time      // when lists that are done may be read again: the first records are too old then
	partial   bool           // a list was left before its end
}

// listPosition is where a call for a list begins.
type listPosition struct {
	workspace string // whose webhooks; empty for the list of the workspaces themselves
	offset    string
	pages     pageSequence // that were read
	restarted bool         // because Asana refused the offset, and none has worked since
}

// current returns the position of the next call, in the lists of the given
// workspace or else of all; or false while there is none.
func (c *listCursor) current(workspace string) (listPosition, bool) {
	if len(c.positions) == 0 {
		if !c.nextRound.IsZero() && !time.Now().After(c.nextRound) {
			return listPosition{}, false
		}
		*c = listCursor{positions: []listPosition{{workspace: workspace}}}
	}
	return c.positions[0], true
}

// advance moves to the next page, which begins at an offset, or to the next list.
func (c *listCursor) advance(next string) {
	c.failures = 0
	if c.nextRound.IsZero() {
		c.nextRound = time.Now().Add(cacheTTL)
	}
	position := &c.positions[0]
	if next == "" {
		c.positions = c.positions[1:]
		return
	}
	position.restarted = position.restarted && position.offset == ""
	position.offset = next
}

// handleError moves on after a call that failed, and reports whether to make the
// next one at once.
func (c *listCursor) handleError(err error) bool {
	position := c.positions[0]
	refusal, refused := errors.AsType[*Error](err)
	expired := refused && refusal.Status == http.StatusBadRequest && position.offset != ""
	noAccess := errors.Is(err, ErrForbidden) || errors.Is(err, ErrNotFound)
	_, timedOut := errors.AsType[*attemptTimeoutError](err)
	switch {
	case expired && !position.restarted:
		c.failures = 0
		c.positions[0] = listPosition{workspace: position.workspace, restarted: true}
		if position.workspace == "" {
			c.positions = c.positions[:1] // the others came from the list that is read again
		}
		return true
	case expired, noAccess && !errors.Is(err, ErrNotAsana): // the next list may do better
		c.partial = true
		c.advance("")
		return len(c.positions) > 0
	case !timedOut && (!refused || errors.Is(err, ErrServer)): // a transient error, maybe
		c.failures++
		if c.failures < maxFailures {
			return false
		}
	}
	c.positions, c.nextRound, c.partial = nil, time.Now().Add(cacheTTL), true
	return false
}
