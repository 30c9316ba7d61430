package provider_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// Asana may spell a target in another way than the configuration. That is no
// difference; what changes later is.
func TestAccWebhook_targetSpelledOtherwise(t *testing.T) {
	t.Parallel()
	for _, spelled := range []string{"https://HOOKS.example.com:443/asana/", receivers + "/%61sana"} {
		t.Run(spelled, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			gid := a.only(t).GID
			respell := func(target string) { a.EditWebhook(gid, func(w *asanatest.Webhook) { w.Target = target }) }
			respell(spelled)
			for range 2 {
				w.must(t, "plan", "-detailed-exitcode")
				w.apply(t)
			}
			if got := stateAttribute(t, w, "target"); got != target {
				t.Errorf("the state has the target %v, want %s", got, target)
			}
			respell(receivers + "/elsewhere")
			if out := w.run(t, "plan", "-detailed-exitcode"); out.code != 2 {
				t.Errorf("another target is no drift: %s", out.text)
			}
			respell("https://HOOKS.example.com/asana")
			if out := w.run(t, "plan", "-detailed-exitcode"); out.code != 2 {
				t.Errorf("a spelling that changes is no drift: %s", out.text)
			}
		})
	}
}

// Asana spells the target in another way from the beginning: in its answer to the
// creation, and in the list where an orphan is looked for.
func TestAccWebhook_targetSpelledOtherwiseFromTheBeginning(t *testing.T) {
	t.Parallel()
	respell := func(s string) string {
		return strings.Replace(s, "https://hooks.example.com/", "https://HOOKS.example.com:443/", 1) + "/"
	}
	for name, fault := range map[string]*asanatest.Fault{
		"created": nil,
		"lost":    {Op: asanatest.CreateWebhook, Reset: true, After: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, func(o *asanatest.Options) { o.TargetSpelling = respell })
			if fault != nil {
				a.Inject(*fault)
			}
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			a.agrees(t, w, 1)
			for range 2 {
				w.must(t, "plan", "-detailed-exitcode")
				w.apply(t)
			}
			if got := stateAttribute(t, w, "target"); got != target {
				t.Errorf("the state has the target %v, want %s", got, target)
			}
			w.write(t, a.webhook(`filters = [{ resource_type = "task" }]`))
			w.apply(t)
			w.must(t, "plan", "-detailed-exitcode")
			a.agrees(t, w, 1)
		})
	}
}
