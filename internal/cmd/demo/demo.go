package main

import (
	"context"
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// demo is what the steps share.
type demo struct {
	story  *story
	files  *workspace
	engine *engine

	asana    *asanatest.Server
	api      *site
	project  string
	task     string
	receiver *receiver
	target   *site

	secret string // as the state has it, once it does
}

// play runs the steps in order. Each leaves the demo as the next one needs it.
func (d *demo) play(ctx context.Context) error {
	name := d.engine.name
	steps := []struct {
		title string
		do    func(context.Context) error
	}{
		{"Build the provider", d.build},
		{"Start a simulated Asana, and a receiver for the events", d.start},
		{name + " init", d.init},
		{name + " plan: what would happen", d.plan},
		{name + " apply: register the webhook", d.apply},
		{name + " show: the secret is in the state, and hidden", d.show},
		{"Something happens in Asana: a signed event", d.event},
		{"A forged event", d.forge},
		{name + " plan: nothing left to do", d.planAgain},
		{name + " destroy", d.destroy},
	}

	d.story.tell("An Asana webhook as a Terraform resource. All of this happens on this machine:")
	d.story.tell("no account, no call to the outside, and nothing is left afterwards.")
	for i, step := range steps {
		d.story.heading(i+1, len(steps), step.title)
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("step %d, %s: %w", i+1, step.title, err)
		}
		if err := d.checkSilence(); err != nil {
			return fmt.Errorf("step %d, %s: %w", i+1, step.title, err)
		}
	}
	d.story.print("\nDone: every step did what it should. The configuration is examples/quickstart; README.md goes on from here.\n")
	return nil
}

// checkSilence fails when the story has given away what must stay secret.
func (d *demo) checkSilence() error {
	if d.asana == nil {
		return nil
	}
	if d.story.reveals(d.asana.Token()) {
		return fmt.Errorf("the access token appears in the output")
	}
	for _, webhook := range d.asana.Webhooks() {
		if d.story.reveals(webhook.Secret) {
			return fmt.Errorf("the webhook's secret appears in the output")
		}
	}
	return nil
}

// stop ends the servers.
func (d *demo) stop() {
	d.api.stop()
	d.target.stop()
	if d.asana != nil {
		d.asana.Close()
	}
}
