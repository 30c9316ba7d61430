package main

import (
	"context"
	"fmt"
	"log"
	"slices"
	"time"
)

// plan says what to measure.
type plan struct {
	counts  []int
	runs    int
	latency time.Duration
	only    string
	engine  string
	peers   peerFlag
}

// measurement is the median of what runs of one kind took.
type measurement struct {
	Subject string  `json:"subject"`
	Count   int     `json:"count"`
	Phase   string  `json:"phase"`
	Seconds float64 `json:"seconds"`
	// CPUSeconds is what the engine and the provider used of processors, together.
	CPUSeconds float64 `json:"cpu_seconds"`
	Calls      int     `json:"calls"`
	// PeakMB is the provider's largest resident set, in MB; 0 if none could be watched.
	PeakMB float64 `json:"peak_mb"`
}

// phases are the commands of a life cycle, in order.
var phases = []struct {
	name string
	args []string
}{
	{"apply", []string{"apply", "-auto-approve"}},
	{"plan", []string{"plan", "-detailed-exitcode"}},
	{"destroy", []string{"destroy", "-auto-approve"}},
}

func measureAll(ctx context.Context, p plan) ([]measurement, error) {
	w, err := newWorkspace(ctx, p)
	if err != nil {
		return nil, err
	}
	defer w.remove()
	var report []measurement
	for _, n := range p.counts {
		figures, err := w.measure(ctx, p, n)
		if err != nil {
			return nil, err
		}
		report = append(report, figures...)
	}
	return report, nil
}

// measure returns the figures of all subjects for one number of webhooks. The
// subjects take turns, so that what else the machine does meanwhile does not
// count against one of them.
func (w *workspace) measure(ctx context.Context, p plan, n int) ([]measurement, error) {
	samples := make(map[string][]measurement) // by subject and phase
	for run := range p.runs {
		for _, s := range p.subjects() {
			if s.isPeer && run%2 == 1 { // their figures need not be as exact
				continue
			}
			log.Printf("%d × %s, run %d of %d", n, s.name, run+1, p.runs)
			figures, err := w.runPhases(ctx, s, n, p.latency)
			if err != nil {
				return nil, fmt.Errorf("%d × %s: %w", n, s.name, err)
			}
			for _, f := range figures {
				samples[s.name+f.Phase] = append(samples[s.name+f.Phase], f)
			}
		}
	}
	var report []measurement
	for _, s := range p.subjects() {
		for _, phase := range phases {
			report = append(report, median(samples[s.name+phase.name]))
		}
	}
	return report, nil
}

// subjects are those that the plan names.
func (p plan) subjects() []subject {
	return filterSubjects(append(subjects(), p.peers.subjects()...), p.only)
}

// runPhases runs the phases of one life cycle and returns what each of them took.
func (w *workspace) runPhases(ctx context.Context, s subject, n int, latency time.Duration) ([]measurement, error) {
	if !s.hasLatency {
		latency = 0
	}
	a := newAPI(latency)
	defer a.close()
	if err := w.resetConfig(s.config(a, n)); err != nil {
		return nil, err
	}
	var figures []measurement
	for _, phase := range phases {
		a.sim.ResetRequests()
		f, err := w.run(ctx, phase.args...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", phase.name, err)
		}
		f.Subject, f.Count, f.Phase, f.Calls = s.name, n, phase.name, len(a.sim.Requests())
		log.Printf("  %-7s %6.2f s, %6.2f s of CPU, %d calls, %.0f MB", f.Phase, f.Seconds, f.CPUSeconds, f.Calls, f.PeakMB)
		figures = append(figures, f)
	}
	return figures, nil
}

// median takes the median of each figure by itself.
func median(fs []measurement) measurement {
	m := fs[0]
	m.Seconds = medianOf(fs, func(f measurement) float64 { return f.Seconds })
	m.CPUSeconds = medianOf(fs, func(f measurement) float64 { return f.CPUSeconds })
	m.PeakMB = medianOf(fs, func(f measurement) float64 { return f.PeakMB })
	m.Calls = int(medianOf(fs, func(f measurement) float64 { return float64(f.Calls) }))
	return m
}

func medianOf(fs []measurement, of func(measurement) float64) float64 {
	var vs []float64
	for _, f := range fs {
		vs = append(vs, of(f))
	}
	slices.Sort(vs)
	return vs[len(vs)/2]
}
