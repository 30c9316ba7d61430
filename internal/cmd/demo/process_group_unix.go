//go:build unix

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// setProcessGroup starts cmd in a process group of its own: Ctrl-C in a
// terminal goes to whole groups, and an engine that gets it twice, from the
// terminal and from us, gives up at once and leaves its provider behind.
func setProcessGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
}

// killProcessGroup ends what is left of the group, if anything.
func killProcessGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		// It fails when nothing is left, which is the usual case.
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
}
