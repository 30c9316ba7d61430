package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// claims has each line of the demo itself, with what has to be true at the end of the step
// that prints it. printed is everything that the step printed.
var claims = []struct {
	line  string
	holds func(d *demo, words []string, printed string) bool
}{
	{`An Asana webhook as a Terraform resource, on this machine alone: nothing is sent to Asana,`, notStarted},
	{`and the directory with everything that follows is deleted afterward.`, notStarted}, // see TestAccDemo_everyStep
	{`asana (\S+) is in a directory with the layout of a filesystem mirror.`, func(d *demo, words []string, _ string) bool {
		files, err := filepath.Glob(filepath.Join(string(d.files.mirror), "*", "*", "asana", words[0], "*", "terraform-provider-asana_v*"))
		return err == nil && len(files) == 2
	}},
	{`Asana's API is at (\S+)\. It has a project "(.*)", gid (\d+)\.`, func(d *demo, words []string, _ string) bool {
		return words[0] == d.api.url+"/api/1.0" && words[1] == "Website launch" && words[2] == d.project
	}},
	{`The receiver is at (\S+)\. Asana will send the project's events there\.`, func(d *demo, words []string, _ string) bool {
		return words[0] == d.target.url+"/asana"
	}},
	{`(\S+) gets the project and the receiver as variables of the configuration, and the provider`, func(d *demo, words []string, _ string) bool {
		return words[0] == d.engine.name && slices.Contains(d.engine.env, "TF_VAR_project="+d.project) &&
			slices.Contains(d.engine.env, "TF_VAR_target="+d.target.url+"/asana")
	}},
	{`gets the API's address and an access token from the environment\.`, func(d *demo, _ []string, _ string) bool {
		return slices.Contains(d.engine.env, "ASANA_BASE_URL="+d.api.url+"/api/1.0") &&
			slices.Contains(d.engine.env, "ASANA_ACCESS_TOKEN="+d.asana.Token())
	}},
	{`It found the provider in that directory\. After make install, it finds it without -plugin-dir\.`, func(d *demo, _ []string, printed string) bool {
		files, err := filepath.Glob(filepath.Join(d.files.config, ".terraform", "providers", "*", "*", "asana", "*", "*", "terraform-provider-asana_v*"))
		return err == nil && len(files) == 1 && strings.Contains(printed, "-plugin-dir="+string(d.files.mirror))
	}},
	{`The provider calls POST (\S+)\. While that call is open, Asana calls`, func(d *demo, words []string, _ string) bool {
		return words[0] == d.api.url+"/api/1.0/webhooks" && len(d.asana.Requests(asanatest.CreateWebhook)) == 1
	}},
	{`(\S+) with a new secret\. It answers once the receiver has returned the secret\.`, func(d *demo, words []string, printed string) bool {
		handshake := strings.Index(printed, "receiver | handshake: ")
		return words[0] == d.target.url+"/asana" && d.receiver.handshakeCount() == 1 &&
			handshake >= 0 && handshake < strings.Index(printed, "Creation complete")
	}},
	{`The state has the secret, (\d+) characters: the one that Asana signs events with\.`, func(d *demo, words []string, _ string) bool {
		secret := d.asana.Webhooks()[0].Secret
		return words[0] == strconv.Itoa(len(secret)) && secretInState(d) == secret
	}},
	{"The receiver gets the secret that `(\\S+) output -raw secret` prints\\.", func(d *demo, words []string, _ string) bool {
		return words[0] == d.engine.name && string(d.receiver.secret) == secretInState(d)
	}},
	{`Now somebody completes the task "(.*)"\.`, func(d *demo, words []string, _ string) bool {
		event := d.receiver.verified[0]
		return words[0] == "Write the announcement" && event.Resource.GID == d.task && event.Change.Field == "completed"
	}},
	{`Somebody who knows the URL, but not the secret, sends a made-up event\.`, func(d *demo, _ []string, printed string) bool {
		return strings.Contains(printed, "refused with 401") && d.receiver.expect(1, 1) == nil
	}},
	{`Asana has no webhook left\.`, func(d *demo, _ []string, _ string) bool { return len(d.asana.Webhooks()) == 0 }},
}

func notStarted(d *demo, _ []string, _ string) bool { return d.asana == nil }

// secretInState reads the secret from the state file.
func secretInState(d *demo) string {
	var state struct {
		Outputs struct{ Secret struct{ Value string } }
	}
	text, err := os.ReadFile(filepath.Join(d.files.config, "terraform.tfstate"))
	if err == nil {
		err = json.Unmarshal(text, &state)
	}
	if err != nil {
		return err.Error()
	}
	return state.Outputs.Secret.Value
}

// TestAccDemo_everyLineIsTrue holds each line that the demo prints itself against what has
// happened. A line that has no claim here fails, and so does a claim without a line.
func TestAccDemo_everyLineIsTrue(t *testing.T) {
	t.Parallel()
	engine := acceptanceEngine(t)
	d, err := newDemo(io.Discard, io.Discard, repository, engine)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
	})

	checked := map[string]bool{}
	d.printIntroduction()
	steps := append([]step{{"introduction", nil}}, d.steps()...)
	for i, step := range steps {
		if step.do != nil {
			d.transcript.heading(i, len(steps)-1, step.title)
			if err := step.do(t.Context()); err != nil {
				t.Fatalf("%s: %v\n%s", step.title, err, takePrinted(d))
			}
		}
		printed := takePrinted(d)
		if strings.Contains(printed, "Warning") {
			t.Errorf("%s: a warning that no line announces:\n%s", step.title, printed)
		}
		for _, line := range demoLines(printed) {
			checkClaim(t, d, line, printed, checked)
		}
	}
	for _, claim := range claims {
		if !checked[claim.line] {
			t.Errorf("no line says: %s", claim.line)
		}
	}
}

func checkClaim(t *testing.T, d *demo, line, printed string, checked map[string]bool) {
	t.Helper()
	for _, claim := range claims {
		words := regexp.MustCompile("^" + claim.line + "$").FindStringSubmatch(line)
		if words == nil {
			continue
		}
		checked[claim.line] = true
		if !claim.holds(d, words[1:], printed) {
			t.Errorf("not true: %s\n%s", line, printed)
		}
		return
	}
	t.Errorf("nothing checks whether this is true: %s", line)
}

// takePrinted returns what was printed since the last call.
func takePrinted(d *demo) string {
	d.transcript.mu.Lock()
	defer d.transcript.mu.Unlock()
	printed := d.transcript.printed.String()
	d.transcript.printed.Reset()
	return printed
}

// demoLines returns the lines that are not of a program, a command or a heading.
func demoLines(printed string) []string {
	var lines []string
	for line := range strings.Lines(printed) {
		text, isIndented := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "  ")
		if isIndented && !strings.HasPrefix(text, "$ ") && !regexp.MustCompile(`^ *\w+ \|`).MatchString(text) {
			lines = append(lines, text)
		}
	}
	return lines
}
