package provider

import (
	"github.com/vmihailenco/msgpack/v5"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// PlansCreation is what the defaults and ModifyPlan come to where it is known that no webhook
// and no other block has the resource and the target.
func (p *asanaProvider) PlansCreation(config []byte) ([]byte, bool) {
	w, ok := decodeWebhook(config)
	if !ok || !w.isValidConfig() || !w.passesPlan() {
		return nil, false
	}
	d := p.data.Load()
	if d == nil || d.client == nil || d.checkTarget(*w.Target) != nil || !d.isFree(*w.Resource, *w.Target) {
		return nil, false
	}
	planned, err := w.plannedCreation(config)
	return planned, err == nil && d.planned.addCreation(pairOf(*w.Resource, *w.Target))
}

// passesPlan reports whether there is nothing in a valid configuration that a plan refuses or
// warns of, whatever webhooks there are.
func (w *webhookWire) passesPlan() bool {
	if asana.CheckTarget(*w.Target) != nil || isUnencrypted(*w.Target) {
		return false
	}
	for _, f := range w.Filters {
		if f.Action != nil && *f.Action == "" {
			return false
		}
	}
	for _, f := range w.filters() {
		if f.Check() != nil || isUndocumented(f.ResourceType) || len(undescribed(f.Fields, f.ResourceType)) > 0 {
			return false
		}
	}
	return true
}

// plannedCreation is a configuration with the defaults, and with what only the creation shows.
func (w *webhookWire) plannedCreation(config []byte) ([]byte, error) {
	var values map[string]msgpack.RawMessage
	if err := msgpack.Unmarshal(config, &values); err != nil {
		return nil, err
	}
	unknown := msgpack.RawMessage{0xd4, 0, 0} // as Terraform encodes it
	for _, name := range []string{"active", "created_at", "id", "resource_name", "resource_type", "secret_sha256"} {
		values[name] = unknown
	}
	if w.storage() != storeNowhere {
		values["secret"] = unknown
	}
	var err error
	if w.ReplaceExisting == nil {
		values["replace_existing"], err = msgpack.Marshal(false)
	}
	if w.SecretStorage == nil && err == nil {
		values["secret_storage"], err = msgpack.Marshal(storeInState)
	}
	if err != nil {
		return nil, err
	}
	return msgpack.Marshal(values)
}

// isFree reports whether warnOfConflicts has nothing to report about a new webhook, neither of
// its own resource and target nor of others that became known meanwhile. As a read that is
// answered from a page, it does not count as one that may cost a call.
func (d *providerData) isFree(resource, target string) bool {
	taken, known := d.client.CachedConflict(resource, target)
	return known && taken == nil && !d.planned.hasPending()
}
