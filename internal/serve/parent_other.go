//go:build !windows

package serve

import "os"

// parentEnded returns what reports whether the process that started this one
// has ended: the system then assigns another parent to this one.
func parentEnded() func() bool {
	parent := os.Getppid()
	return func() bool { return os.Getppid() != parent }
}
