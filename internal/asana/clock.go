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

	mu       sync.Mutex
	known    bool
	minAhead time.Duration // lower bound
	maxAhead time.Duration // upper bound, which the clock does not reach
}

// monotonic returns the wall time of a moment by the monotonic clock, as if this
// machine's clock had not been set since start.
func (c *serverClock) monotonic(t time.Time) time.Time {
	return c.start.Round(0).Add(t.Sub(c.start))
}

func (c *serverClock) observe(sent, received time.Time, resp *http.Response) {
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return
	}
	low, high := date.Sub(c.monotonic(received)), date.Add(time.Second).Sub(c.monotonic(sent))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known && low < c.maxAhead && high > c.minAhead {
		low, high = max(low, c.minAhead), min(high, c.maxAhead)
	}
	// Bounds that contradict the earlier ones mean that Asana's clock was set
	// meanwhile: only the newest observation counts then.
	c.known, c.minAhead, c.maxAhead = true, low, high
}

// ServerTime returns what Asana's clock showed at a moment of this machine's
// clock, as the earliest and the latest that it can have been; ok is false
// before the first answer with a Date. The bounds are about a second apart.
func (c *Client) ServerTime(local time.Time) (earliest, latest time.Time, ok bool) {
	c.clock.mu.Lock()
	defer c.clock.mu.Unlock()
	local = c.clock.monotonic(local)
	return local.Add(c.clock.minAhead), local.Add(c.clock.maxAhead), c.clock.known
}
