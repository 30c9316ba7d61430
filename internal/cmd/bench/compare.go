package main

import "fmt"

// compareWithFloor says how far this provider is above the protocol floor.
func compareWithFloor(report []measurement) []string {
	find := func(subject string, like measurement) (measurement, bool) {
		for _, f := range report {
			if f.Subject == subject && f.Count == like.Count && f.Phase == like.Phase {
				return f, true
			}
		}
		return measurement{}, false
	}
	var lines []string
	for _, f := range report {
		ours, ok := find(asanaWithoutLatency, f)
		if f.Subject == protocolFloor && ok {
			lines = append(lines, fmt.Sprintf("%s of %d: %.3f × the protocol floor, %.3f × its CPU", f.Phase, f.Count, ours.Seconds/f.Seconds, ours.CPUSeconds/f.CPUSeconds))
		}
	}
	return lines
}
