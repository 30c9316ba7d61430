package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"strings"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const planFile = "demo.tfplan"

func (d *demo) build(ctx context.Context) error {
	version, err := d.files.mirror.Install(ctx, d.files.root, d.progress)
	if err == nil {
		d.transcript.explain("asana %s is in a directory with the layout of a filesystem mirror.", version)
	}
	return err
}

func (d *demo) start(ctx context.Context) (err error) {
	d.asana = asanatest.New(asanatest.Options{
		AllowLocalTargets: true,
		Log:               func(line string) { d.transcript.line("asana", line) },
	})
	organization := d.asana.AddWorkspace("Example Ltd")
	d.project = d.asana.AddProject(organization, "Website launch")
	d.task = d.asana.AddTask(d.project, "Write the announcement")
	if d.api, err = startServer(ctx, d.asana); err != nil {
		return err
	}

	d.receiver = &receiver{log: func(line string) { d.transcript.line("receiver", line) }}
	if d.target, err = startServer(ctx, d.receiver); err != nil {
		return err
	}

	api, target := d.api.url+"/api/1.0", d.target.url+"/asana"
	d.engine.set(map[string]string{
		"ASANA_BASE_URL":     api,
		"ASANA_ACCESS_TOKEN": d.asana.Token(),
		"TF_VAR_project":     d.project,
		"TF_VAR_target":      target,
	})
	d.transcript.explain("Asana's API is at %s. It has a project %q, gid %s.", api, "Website launch", d.project)
	d.transcript.explain("The receiver is at %s. Asana will send the project's events there.", target)
	d.transcript.explain("%s gets the project and the receiver as variables of the configuration, and the provider", d.engine.name)
	d.transcript.explain("gets the API's address and an access token from the environment.")
	return nil
}

func (d *demo) init(ctx context.Context) error {
	err := d.engine.runQuietly(ctx, "init", "-no-color", "-input=false", "-plugin-dir="+string(d.files.mirror))
	if err == nil {
		d.transcript.explain("It found the provider in that directory. After make install, it finds it without -plugin-dir.")
	}
	return err
}

func (d *demo) plan(ctx context.Context) error {
	return d.engine.run(ctx, "plan", "-no-color", "-input=false", "-out="+planFile)
}

func (d *demo) apply(ctx context.Context) error {
	d.transcript.explain("The provider calls POST %s/api/1.0/webhooks. While that call is open, Asana calls", d.api.url)
	d.transcript.explain("%s/asana with a new secret. It answers once the receiver has returned the secret.", d.target.url)
	if err := d.engine.run(ctx, "apply", "-no-color", "-input=false", planFile); err != nil {
		return err
	}

	if posts := len(d.asana.Requests(asanatest.CreateWebhook)); posts != 1 {
		return fmt.Errorf("the provider sent %d POSTs, want 1", posts)
	}
	if handshakes := d.receiver.handshakeCount(); handshakes != 1 {
		return fmt.Errorf("the receiver saw %d handshakes, want 1", handshakes)
	}
	return nil
}

func (d *demo) show(ctx context.Context) error {
	if err := d.engine.run(ctx, "show", "-no-color"); err != nil {
		return err
	}
	secret, err := d.engine.output(ctx, "output", "-no-color", "-raw", "secret")
	if err != nil {
		return err
	}
	webhooks := d.asana.Webhooks()
	if len(webhooks) != 1 {
		return fmt.Errorf("Asana has %d webhooks, want 1", len(webhooks))
	}
	if secret == "" || secret != webhooks[0].Secret {
		return errors.New("the secret in the state is not the one that Asana signs with")
	}
	d.secret = secret
	d.transcript.explain("The state has the secret, %d characters: the one that Asana signs events with.", len(secret))
	return nil
}

func (d *demo) sendEvent(context.Context) error {
	d.transcript.explain("The receiver gets the secret that `%s output -raw secret` prints.", d.engine.name)
	d.receiver.configure(d.secret)

	d.transcript.explain("Now somebody completes the task %q.", "Write the announcement")
	d.asana.Emit(asanatest.Event{
		Resource:     d.task,
		Action:       "changed",
		Field:        "completed",
		ChangeAction: "changed",
	})
	return d.receiver.expect(1, 0)
}

func (d *demo) sendForgedEvent(ctx context.Context) error {
	d.transcript.explain("Somebody who knows the URL, but not the secret, sends a made-up event.")
	forged := strings.NewReader(`{"events":[{"action":"deleted"}]}`)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.target.url+"/asana", forged)
	if err != nil {
		return err
	}
	req.Header.Set("X-Hook-Signature", strings.Repeat("0", 64))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	resp.Body.Close()
	return d.receiver.expect(1, 1)
}

func (d *demo) planAgain(ctx context.Context) error {
	err := d.engine.run(ctx, "plan", "-no-color", "-input=false", "-detailed-exitcode")
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 {
		return errors.New("the second plan wants to change something")
	}
	return err
}

func (d *demo) destroy(ctx context.Context) error {
	if err := d.engine.run(ctx, "destroy", "-no-color", "-input=false", "-auto-approve"); err != nil {
		return err
	}
	if left := len(d.asana.Webhooks()); left != 0 {
		return fmt.Errorf("Asana still has %d webhooks, want none", left)
	}
	d.transcript.explain("Asana has no webhook left.")
	return nil
}
