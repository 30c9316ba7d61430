// Command bench measures what Terraform runs with this provider take: time, calls of the API,
// and memory. Beside it stand the protocol floor, which is a provider that does nothing, and
// the general providers of which the binaries are given. It runs the real Terraform against
// the simulator and writes its figures as JSON.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"
)

func main() {
	counts := flag.String("counts", "5,100,1000", "how many webhooks, separated by commas")
	runs := flag.Int("runs", 5, "how often each measurement is made; the median counts")
	latency := flag.Duration("latency", 100*time.Millisecond, "of each call of the simulated API")
	only := flag.String("only", "", "what to measure: parts of the subjects' names, separated by commas; all if empty")
	engine := flag.String("engine", "terraform", "program to run")
	out := flag.String("out", "-", "file for the figures; - is the standard output")
	peers := make(peerFlag)
	flag.Var(peers, "peer", "NAME=PATH of the binary of a general provider, restapi or restful, to measure as well; may be repeated")
	flag.Parse()
	log.SetFlags(0)

	if err := run(plan{counts: parseCounts(*counts), runs: *runs, latency: *latency, only: *only, engine: *engine, peers: peers}, *out); err != nil {
		log.Fatal(err)
	}
}

// run measures and writes; an interrupt ends it.
func run(p plan, out string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	report, err := measureAll(ctx, p)
	if err != nil {
		return err
	}
	return writeReport(out, report)
}

func parseCounts(list string) []int {
	var ns []int
	for s := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 1 {
			log.Fatalf("%q is not a number of webhooks", s)
		}
		ns = append(ns, n)
	}
	return ns
}

func writeReport(file string, report []measurement) error {
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if file == "-" {
		_, err = os.Stdout.Write(text)
		return err
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return fmt.Errorf("writing the figures: %w", err)
	}
	return nil
}
