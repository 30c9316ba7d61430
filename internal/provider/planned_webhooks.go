package provider

import (
	"sync"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// plannedWebhooks is what this run has planned so far, to find webhooks that
// conflict. Terraform plans blocks in any order, so it may not have
// seen all of them yet. It is safe for concurrent use.
type plannedWebhooks struct {
	managed  sync.Map // gids in the state
	replaced sync.Map // gids that the plan replaces
	created  sync.Map // each plannedPair of a planned creation

	mu      sync.Mutex
	pending map[plannedPair]creates // creations whose pair is not known to be free
}

// plannedPair is what Asana allows one webhook for.
type plannedPair struct{ resource, target string }

func pairOf(resource, target string) plannedPair {
	return plannedPair{resource, asana.CanonicalTarget(target)}
}

// creates says what a planned creation does with a webhook that has its pair.
type creates struct {
	target  string // as configured
	replace bool
}

// addCreation notes a planned creation, and returns false if there is one with that pair.
func (p *plannedWebhooks) addCreation(pair plannedPair) bool {
	_, before := p.created.LoadOrStore(pair, true)
	return !before
}

// hasPending reports whether there are creations whose pair is not known to be free.
func (p *plannedWebhooks) hasPending() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.pending) > 0
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
