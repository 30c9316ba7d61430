package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// memoryMonitor follows the memory of the providers that an engine starts, by
// /proc; elsewhere it sees nothing.
type memoryMonitor struct {
	quit chan struct{}
	peak chan float64
}

func startMemoryMonitor(parent int) *memoryMonitor {
	w := &memoryMonitor{quit: make(chan struct{}), peak: make(chan float64)}
	go func() {
		var peak float64
		start := time.Now()
		for {
			// The system remembers the peak, so it does not take many looks, each of
			// which costs time: one near the end is enough.
			pause := min(max(10*time.Millisecond, time.Since(start)/20), 100*time.Millisecond)
			select {
			case <-time.After(pause):
				for _, child := range providersOf(parent) {
					peak = max(peak, peakMB(child))
				}
			case <-w.quit:
				w.peak <- peak
				return
			}
		}
	}()
	return w
}

// stop ends the watch and returns the peak in MB.
func (w *memoryMonitor) stop() float64 {
	close(w.quit)
	return <-w.peak
}

// providersOf returns the processes that a parent started and that are providers.
func providersOf(parent int) []string {
	var pids []string
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		for _, pid := range strings.Fields(string(text)) {
			if name, err := os.ReadFile("/proc/" + pid + "/cmdline"); err == nil && strings.Contains(string(name), "terraform-provider-") {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// peakMB reads the largest resident set that a process has had.
func peakMB(pid string) float64 {
	text, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmHWM:" {
			kB, _ := strconv.ParseFloat(fields[1], 64)
			return kB / 1024
		}
	}
	return 0
}
