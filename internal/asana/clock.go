package asana

import (
	"net/http"
	"sync"
	"time"
)

// serverClock bounds how far Asana's clock is ahead of this machine's. Each
// answer's Date header, which is cut to the second, narrows the bounds: the
// answer was made between sending the request and receiving the answer.
type serverClock struct {
	// start is when this began. Times are counted from it by the monotonic
	// clock, so that setting this machine's clock changes nothing.
	start time.Time

	mu         sync.Mutex
	known      bool
	ahead      time.Duration // at the least
	aheadLimit time.Duration // at the most
}

// steady returns the wall time of a moment as if this machine's clock had not
// been set since start.
func (c *serverClock) steady(t time.Time) time.Time {
	return c.start.Round(0).Add(t.Sub(c.start))
}

// observe takes in the Date of an exchange.
func (c *serverClock) observe(sent, received time.Time, resp *http.Response) {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return
	}
	low, high := date.Sub(c.steady(received)), date.Add(time.Second).Sub(c.steady(sent))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known && low <= c.aheadLimit && high >= c.ahead {
		low, high = max(low, c.ahead), min(high, c.aheadLimit)
	}
	// Bounds that contradict the earlier ones mean that Asana's clock was set
	// meanwhile: only the newest observation counts then.
	c.known, c.ahead, c.aheadLimit = true, low, high
}

// ServerTime returns what Asana's clock showed at a moment of this machine's
// clock, as the earliest and the latest that it can have been; ok is false
// before the first answer with a Date. The bounds are about a second apart.
func (c *Client) ServerTime(local time.Time) (earliest, latest time.Time, ok bool) {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	local = c.clock.steady(local)
	return local.Add(c.clock.ahead), local.Add(c.clock.aheadLimit), c.clock.known
}
