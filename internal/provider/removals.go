package provider

import (
	"fmt"
	"sync"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// maxRemovals is how many deleted webhooks an error names.
const maxRemovals = 5

// removals are the webhooks that this run deleted: if creating the successor of one
// fails, there is none. It is safe for concurrent use.
type removals struct {
	mu  sync.Mutex
	all []webhookModel
}

func (r *removals) add(m webhookModel) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, m)
}

// none reports whether this run has deleted no webhook.
func (r *removals) none() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.all) == 0
}

// describe names the deleted webhooks to which a new one with a resource and a
// target may be the successor, or nothing: a replacement changes one of the two, or
// neither.
func (r *removals) describe(resource, target string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, n := "", 0
	for _, m := range r.all {
		if m.Resource.ValueString() != resource && !asana.SameTarget(m.Target.ValueString(), target) {
			continue
		}
		n++
		if n <= maxRemovals {
			text += fmt.Sprintf("Webhook %s, which sent the events of resource %s to %s, was deleted earlier in this run. ",
				shownText(m.ID.ValueString()), shownText(m.Resource.ValueString()), shownTarget(m.Target.ValueString()))
		}
	}
	switch {
	case n == 0:
		return ""
	case n > maxRemovals:
		text += fmt.Sprintf("%d more were deleted. ", n-maxRemovals)
	}
	return text + "If the new webhook was to replace one of them, Asana sends none of its events until an apply succeeds. Correct the error, and apply again."
}
