package serve

import (
	"os"
	"sync/atomic"
)

// parentEnded returns what reports whether the process that started this one
// has ended. Windows keeps the number of a parent that has ended, so the parent
// is waited for.
func parentEnded() func() bool {
	var ended atomic.Bool
	parent, err := os.FindProcess(os.Getppid())
	if err != nil { // there is none
		return nil
	}
	go func() {
		if _, err := parent.Wait(); err == nil {
			ended.Store(true)
		}
	}()
	return ended.Load
}
