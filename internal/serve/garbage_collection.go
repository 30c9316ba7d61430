package serve

import (
	"os"
	"runtime/debug"
)

// gcPercent is the garbage at which a collection starts, in percent of the live heap.
const gcPercent = 400

// setGCPercent trades memory for time, unless the user sets GOGC. With Go's default of
// 100 percent, a plan of a thousand webhooks collects garbage 180 times
// and takes a tenth longer.
func setGCPercent() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
