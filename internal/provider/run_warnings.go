package provider

import (
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// runWarnings remembers which warnings this run has shown. It is safe for concurrent
// use.
type runWarnings struct{ shown sync.Map }

// add adds a warning, unless the run has shown it before.
func (w *runWarnings) add(diags *diag.Diagnostics, summary, detail string) {
	if _, before := w.shown.LoadOrStore(summary, true); !before {
		diags.AddWarning(summary, detail)
	}
}

// addRunWarnings adds the warnings that are not about one object, and that a run
// shows once. Every operation calls it after its calls, because any call may be the
// reason for one.
func (d *providerData) addRunWarnings(diags *diag.Diagnostics) {
	if d.client == nil {
		return
	}
	d.warnOfRotation(diags)
	for _, change := range d.client.AffectingChanges() {
		info := ""
		if change.Info != "" {
			info = fmt.Sprintf("\n\nAsana describes the change at %s.", change.Info)
		}
		d.warnings.add(diags, "Asana API change announced: "+change.Name,
			"Asana announces a change of its API, and says that it affects requests of this run. "+
				"When the change takes effect, this version of the provider may fail or work in another way."+info+
				"\n\nCheck whether a newer version of the provider supports the change, and upgrade before it takes effect.")
	}
}
