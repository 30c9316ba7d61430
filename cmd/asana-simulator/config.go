package main

import (
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// config is what the flags say.
type config struct {
	addr, env, seed string
	projects        int
	latency         time.Duration
	targetTimeout   time.Duration
	perMinute       int
	reads, writes   int
}

// parseFlags reads the command line.
func parseFlags(args []string, usage io.Writer) (config, error) {
	var c config
	flags := newFlags(&c)
	flags.SetOutput(usage)
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() > 0 {
		err := fmt.Errorf("unexpected argument %q", flags.Arg(0))
		fmt.Fprintln(usage, err)
		flags.Usage()
		return c, err
	}
	return c, nil
}

// newFlags returns the flags. Limits on concurrent requests are on by default,
// as Asana has them.
func newFlags(c *config) *flag.FlagSet {
	flags := flag.NewFlagSet("asana-simulator", flag.ContinueOnError)
	flags.StringVar(&c.addr, "addr", "127.0.0.1:0", "`address` to listen on; port 0 means any free one")
	flags.StringVar(&c.env, "env", "", "`file` to write KEY=value lines to, for a shell, make or CI; it exists while the simulator runs")
	flags.StringVar(&c.seed, "seed", "", "JSON `file` with the workspaces, teams, users, projects, sections, portfolios, tags and tasks to begin with")
	flags.IntVar(&c.projects, "projects", 0, "`number` of projects to add to the first team, or else the first workspace")
	flags.DurationVar(&c.latency, "latency", 0, "how long every request takes at least, such as 100ms")
	flags.IntVar(&c.perMinute, "requests-per-minute", 0, "`limit` on the requests of a token in a minute, 0 for none; Asana's are 150 and 1500")
	flags.IntVar(&c.reads, "concurrent-reads", 50, "`limit` on the GET requests of a token at a time, 0 for none")
	flags.IntVar(&c.writes, "concurrent-writes", 15, "`limit` on the other requests of a token at a time, 0 for none")
	flags.DurationVar(&c.targetTimeout, "target-timeout", 10*time.Second, "how long a target may take to answer a handshake or a delivery, such as 1h to debug it")
	return flags
}

// options are those of the simulated Asana.
func (c config) options() asanatest.Options {
	return asanatest.Options{
		AllowLocalTargets: true, // whoever tries this out has a target on this machine
		Latency:           c.latency, RequestsPerMinute: c.perMinute, MaxReads: c.reads, MaxWrites: c.writes,
		HandshakeTimeout: c.targetTimeout, DeliveryTimeout: c.targetTimeout,
	}
}
