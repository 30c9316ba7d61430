package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// announce adds headers to all answers of the simulated Asana.
func (a *api) announce(tb testing.TB, headers string) {
	tb.Helper()
	a.distort(tb, func(_ *http.Request, answer []byte) []byte {
		return bytes.Replace(answer, []byte("\r\n"), []byte("\r\n"+headers), 1)
	})
}

const announced = "Asana-Change: name=string_ids;info=https://asa.na/string-ids;affected=true\r\n" +
	"Asana-Change: name=new_goals;info=https://asa.na/goals;affected=true\r\n" +
	"Asana-Change: name=other_people;info=https://asa.na/others\r\n"

// A change of Asana's API that affects the run is a warning, once in a run for each
// change, whatever the run does; one that does not is none.
func TestAccWebhook_apiChangeWarns(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.announce(t, announced)
	w := newWorkdir(t, a.many(5))
	once := func(args ...string) {
		out := w.must(t, args...)
		for _, name := range []string{"string_ids", "new_goals"} {
			if n := strings.Count(out.text, "Warning: Asana API change announced: "+name); n != 1 {
				t.Errorf("%v: %d warnings of %s: %s", args, n, name, out.text)
			}
		}
		out.contains(t, "Asana describes the change at https://asa.na/string-ids.", "Check whether a newer version of the provider supports the change")
		out.keepsQuiet(t, "other_people", "similar warning")
	}
	once("apply", "-auto-approve") // creates
	once("plan", "-detailed-exitcode")
	w.write(t, strings.Replace(a.many(5), "count ", "filters = [{ resource_type = \"task\" }]\n  count ", 1))
	once("apply", "-auto-approve", "-refresh=false") // updates
	once("destroy", "-auto-approve", "-refresh=false")

	for name, config := range map[string]string{
		"asana_webhooks": a.webhooksOf(),
		"asana_project":  a.provider("") + fmt.Sprintf("data \"asana_project\" \"it\" {\n  id = %q\n}\n", a.project),
	} {
		w.write(t, config)
		once("plan")
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// The warning comes with an error, too, which the change may be the reason for.
func TestAccWebhook_apiChangeWarnsBesideAnError(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.announce(t, announced)
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: http.StatusForbidden})
	newWorkdir(t, a.webhook(``)).run(t, "apply", "-auto-approve").
		contains(t, "Error: Webhook not created", "Warning: Asana API change announced: string_ids")
}

func TestWebhookList_apiChangeWarns(t *testing.T) {
	t.Parallel()
	for _, webhooks := range []int{0, 3} {
		a := newAPI(t)
		for i := range webhooks {
			a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: fmt.Sprintf("%s/%d", receivers, i)})
		}
		a.announce(t, announced)
		warnings, found := 0, 0
		for _, r := range newLister(t, a, nil).list(t, 10, true, map[string]any{"workspace": a.workspace}) {
			warnings += strings.Count(texts(r.Diagnostics), "Asana API change announced")
			if r.Identity != nil {
				found++
			}
		}
		if warnings != 2 || found != webhooks {
			t.Errorf("%d warnings and %d results for %d webhooks", warnings, found, webhooks)
		}
	}
}
