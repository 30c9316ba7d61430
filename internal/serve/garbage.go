package serve

import (
	"os"
	"runtime/debug"
)

// garbagePercent is how much garbage may pile up before it is collected, in
// percent of the memory in use.
const garbagePercent = 400

// collectSeldom gives memory for time, unless the user decides it with GOGC. With
// Go's own 100 percent, a plan of a thousand webhooks collects garbage 180 times
// and takes a tenth longer.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}
