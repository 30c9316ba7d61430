package main

import (
	"fmt"
	"slices"
)

// samples are the measurements of each subject and phase, run by run.
type samples map[string][]measurement

func (s samples) add(f measurement) { s[f.Subject+f.Phase] = append(s[f.Subject+f.Phase], f) }

func (s samples) of(subject, phase string) []measurement { return s[subject+phase] }

// compareWithFloor says how far this provider is above the protocol floor. It takes the median of
// the ratios in each run, because from run to run the machine may get slower or faster.
func (s samples) compareWithFloor() []string {
	var lines []string
	for _, phase := range phases {
		ours, floor := s.of(asanaWithoutLatency, phase.name), s.of(protocolFloor, phase.name)
		if len(ours) == 0 || len(floor) == 0 {
			continue
		}
		var seconds, cpu []float64
		for run, f := range ours {
			seconds = append(seconds, f.Seconds/floor[run].Seconds)
			cpu = append(cpu, f.CPUSeconds/floor[run].CPUSeconds)
		}
		lines = append(lines, fmt.Sprintf("%s of %d: %.3f × the protocol floor, %.3f × its CPU", phase.name, ours[0].Count, middle(seconds), middle(cpu)))
	}
	return lines
}

func middle(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
