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
	mu         sync.Mutex
	known      bool
	ahead      time.Duration // at the least
	aheadLimit time.Duration // at the most
}

// observe takes in the Date of an exchange.
func (c *serverClock) observe(sent, received time.Time, resp *http.Response) {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return
	}
	low, high := date.Sub(received.Round(0)), date.Add(time.Second).Sub(sent.Round(0))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known && low <= c.aheadLimit && high >= c.ahead {
		low, high = max(low, c.ahead), min(high, c.aheadLimit)
	}
	// Bounds that contradict the earlier ones mean that one of the clocks was
	// set meanwhile: only the newest observation counts then.
	c.known, c.ahead, c.aheadLimit = true, low, high
}

// ServerTime returns what Asana's clock showed at a moment of this machine's
// clock, as the earliest and the latest that it can have been; ok is false
// before the first answer with a Date. The bounds are about a second apart.
func (c *Client) ServerTime(local time.Time) (earliest, latest time.Time, ok bool) {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	local = local.Round(0)
	return local.Add(c.clock.ahead), local.Add(c.clock.aheadLimit), c.clock.known
}
