package provider

import (
	"sync"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// plannedWebhooks is what this run has planned so far, to find webhooks that
// conflict. Terraform plans blocks in any order, so it may not have
// seen all of them yet. It is safe for concurrent use.
type plannedWebhooks struct {
	mu       sync.Mutex
	managed  map[string]bool         // gids in the state
	replaced map[string]bool         // gids that the plan replaces
	created  map[plannedPair]int     // how many creations are planned
	pending  map[plannedPair]creates // creations whose pair is not known to be free
}

// plannedPair is what Asana allows one webhook for.
type plannedPair struct{ resource, target string }

// creates says what a planned creation does with a webhook that has its pair.
type creates struct {
	target  string // as configured
	replace bool
}

// manage notes a webhook of the state.
func (p *plannedWebhooks) manage(gid string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.managed == nil {
		p.managed = make(map[string]bool)
	}
	p.managed[gid] = true
}

// replace notes a webhook that the plan replaces.
func (p *plannedWebhooks) replace(gid string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.replaced == nil {
		p.replaced = make(map[string]bool)
	}
	p.replaced[gid] = true
}

// create notes a creation, and reports whether it is the first one of its pair.
func (p *plannedWebhooks) create(pair plannedPair) (first bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.created == nil {
		p.created = make(map[plannedPair]int)
	}
	p.created[pair]++
	return p.created[pair] == 1
}

// plannedState is what this run knows of an existing webhook.
type plannedState struct{ managed, replaced bool }

func (p *plannedWebhooks) stateOf(gid string) plannedState {
	p.mu.Lock()
	defer p.mu.Unlock()
	return plannedState{managed: p.managed[gid], replaced: p.replaced[gid]}
}

// addPending keeps a creation of which it is not known yet whether its pair is taken.
func (p *plannedWebhooks) addPending(pair plannedPair, c creates) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pending == nil {
		p.pending = make(map[plannedPair]creates)
	}
	p.pending[pair] = c
}

// takeKnown returns the pending creations whose pair is known to be taken meanwhile, with
// the webhooks that have them, and forgets those of which it is known either way.
func (p *plannedWebhooks) takeKnown(client *asana.Client) map[creates]*asana.Webhook {
	p.mu.Lock()
	defer p.mu.Unlock()
	taken := make(map[creates]*asana.Webhook)
	for pair, c := range p.pending {
		w, known := client.CachedConflict(pair.resource, pair.target)
		if known {
			delete(p.pending, pair)
		}
		if w != nil {
			taken[c] = w
		}
	}
	return taken
}
