package provider

import (
	"fmt"
	"sync"
)

// removals are the webhooks that this run deleted, by resource: if creating
// their successor fails, that leaves the resource without one. It is safe for
// concurrent use.
type removals struct {
	mu         sync.Mutex
	byResource map[string][]webhookModel
}

func (r *removals) add(m webhookModel) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byResource == nil {
		r.byResource = make(map[string][]webhookModel)
	}
	resource := m.Resource.ValueString()
	r.byResource[resource] = append(r.byResource[resource], m)
}

// tell says which webhooks of a resource are gone, or nothing.
func (r *removals) tell(resource string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	text := ""
	for _, m := range r.byResource[resource] {
		text += fmt.Sprintf("Webhook %s, which sent the events of this resource to %s, was deleted earlier in this run. ",
			shownText(m.ID.ValueString()), shownTarget(m.Target.ValueString()))
	}
	if text == "" {
		return ""
	}
	return text + "If this was to replace it, nothing takes its place until an apply succeeds."
}
