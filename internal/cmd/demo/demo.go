package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// demo is what the steps share.
type demo struct {
	transcript *transcript
	progress   io.Writer // of builds
	files      *workspace
	engine     *engine

	asana    *asanatest.Server
	api      *httpServer
	project  string
	task     string
	receiver *receiver
	target   *httpServer

	secret string // as the state has it, once it does
}

func newDemo(out, progress io.Writer, root, enginePath string) (*demo, error) {
	files, err := newWorkspace(root)
	if err != nil {
		return nil, err
	}
	t := newTranscript(out)
	return &demo{transcript: t, progress: progress, files: files, engine: newEngine(t, enginePath, files)}, nil
}

// step is a part of the demo under a heading of its own.
type step struct {
	title string
	do    func(context.Context) error
}

// steps returns the steps in order. Each leaves the demo as the next one needs it.
func (d *demo) steps() []step {
	name := d.engine.name
	return []step{
		{"Build the provider", d.build},
		{"Start a simulated Asana and a receiver of events", d.start},
		{name + " init", d.init},
		{name + " plan: what would happen", d.plan},
		{name + " apply: register the webhook", d.apply},
		{name + " show: the secret is in the state, and hidden", d.show},
		{"Something happens in Asana: a signed event", d.sendEvent},
		{"A forged event", d.sendForgedEvent},
		{name + " plan: nothing left to do", d.planAgain},
		{name + " destroy", d.destroy},
	}
}

func (d *demo) run(ctx context.Context) error {
	d.printIntroduction()
	steps := d.steps()
	for i, step := range steps {
		d.transcript.heading(i+1, len(steps), step.title)
		if err := errors.Join(step.do(ctx), d.checkSecrets()); err != nil {
			return fmt.Errorf("step %d, %s: %w", i+1, step.title, err)
		}
	}
	d.transcript.print("\nDone: every step did what it should. The configuration is in examples/quickstart, and README.md\nexplains how to use it with an account of your own.\n")
	return nil
}

func (d *demo) printIntroduction() {
	d.transcript.explain("An Asana webhook as a Terraform resource, on this machine alone: nothing is sent to Asana,")
	d.transcript.explain("and the directory with everything that follows is deleted afterward.")
}

// checkSecrets fails when something that must stay secret was printed.
func (d *demo) checkSecrets() error {
	if d.asana == nil {
		return nil
	}
	if d.transcript.contains(d.asana.Token()) {
		return fmt.Errorf("the access token appears in the output")
	}
	for _, webhook := range d.asana.Webhooks() {
		if d.transcript.contains(webhook.Secret) {
			return fmt.Errorf("the webhook's secret appears in the output")
		}
	}
	return nil
}

// close ends the servers and deletes the workspace.
func (d *demo) close() error {
	d.api.stop()
	d.target.stop()
	if d.asana != nil {
		d.asana.Close()
	}
	return d.files.remove()
}
