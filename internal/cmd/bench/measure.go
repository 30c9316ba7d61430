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

// measure returns the figures of all subjects for one number of webhooks.
func (w *workspace) measure(ctx context.Context, p plan, n int) ([]measurement, error) {
	all := make(samples)
	for run := range p.runs {
		log.Printf("%d webhooks, run %d of %d", n, run+1, p.runs)
		figures, err := w.runInTurns(ctx, p.subjectsOf(run), n, p.latency)
		if err != nil {
			return nil, fmt.Errorf("%d webhooks: %w", n, err)
		}
		for _, f := range figures {
			all.add(f)
		}
	}
	for _, line := range all.compareWithFloor() {
		log.Print(line)
	}
	var report []measurement
	for _, s := range p.subjects() {
		for _, phase := range phases {
			report = append(report, median(all.of(s.name, phase.name)))
		}
	}
	return report, nil
}

// subjects are those that the plan names.
func (p plan) subjects() []subject {
	return filterSubjects(append(subjects(), p.peers.subjects()...), p.only)
}

// subjectsOf are the subjects of a run, in the order of their turns: whoever comes first in a run
// comes last in the next, because machines get slower or faster in the course of a measurement.
func (p plan) subjectsOf(run int) []subject {
	subjects := p.subjects()
	if run%2 == 1 {
		subjects = slices.DeleteFunc(subjects, func(s subject) bool { return s.isPeer }) // their figures need not be as exact
		slices.Reverse(subjects)
	}
	return subjects
}

// runInTurns runs one life cycle of each subject, and returns what each phase took. The subjects
// take turns in each phase, so that what else the machine does meanwhile does not count against
// one of them.
func (w *workspace) runInTurns(ctx context.Context, subjects []subject, n int, latency time.Duration) ([]measurement, error) {
	apis, dirs := make([]*api, len(subjects)), make([]string, len(subjects))
	for i, s := range subjects {
		apis[i] = newAPI(s.latency(latency))
	}
	defer func() {
		for _, a := range apis {
			a.close()
		}
	}()
	for i, s := range subjects {
		dir, err := w.newConfig(s.config(apis[i], n))
		if err != nil {
			return nil, err
		}
		dirs[i] = dir
	}
	var figures []measurement
	for _, phase := range phases {
		for i, s := range subjects {
			apis[i].sim.ResetRequests()
			f, err := w.run(ctx, dirs[i], phase.args...)
			if err != nil {
				return nil, fmt.Errorf("%s of %s: %w", phase.name, s.name, err)
			}
			f.Subject, f.Count, f.Phase, f.Calls = s.name, n, phase.name, len(apis[i].sim.Requests())
			log.Printf("  %-7s %6.2f s, %6.2f s of CPU, %d calls, %.0f MB: %s", f.Phase, f.Seconds, f.CPUSeconds, f.Calls, f.PeakMB, f.Subject)
			figures = append(figures, f)
		}
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
	var values []float64
	for _, f := range fs {
		values = append(values, of(f))
	}
	return middle(values)
}
