package provider

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// WebhookType is the type of the resource of which most plans have many.
const WebhookType = "asana_webhook"

// FastPath knows which requests about an asana_webhook have an answer that needs no framework,
// because there is nothing to report, and nothing to change in a webhook that exists. Each
// method returns false where that is not certain, and then the framework's answer is the one
// that counts. Values are in MessagePack unless they say otherwise.
type FastPath interface {
	// ValidatesConfig reports whether the validation of a configuration finds nothing.
	ValidatesConfig(config []byte) bool
	// CurrentState returns a state of a state file, in JSON, if it needs no upgrade.
	CurrentState(state []byte) (encoded []byte, ok bool)
	// ReadsUnchanged reports whether a read finds the state as it is, without a request to
	// Asana, and returns the webhook's identity.
	ReadsUnchanged(state []byte) (identity []byte, ok bool)
	// PlansUnchanged reports whether a plan changes nothing where the state that Terraform
	// proposes is the prior one.
	PlansUnchanged(config, state []byte) bool
	// PlansCreation returns what is planned for a new webhook, if there is nothing to report.
	// It notes the creation: to plan it again, here or in the framework, reports a duplicate.
	PlansCreation(config []byte) (planned []byte, ok bool)
	// PlansDeletion reports whether there is nothing to say about the plan to delete a webhook.
	PlansDeletion(state []byte) bool
	// IsCanonical reports whether the framework returns private state as it came.
	IsCanonical(private []byte) bool
}

var _ FastPath = (*asanaProvider)(nil)

// ValidatesConfig is what the validators in webhookSchema, and ValidateConfig, come to.
func (p *asanaProvider) ValidatesConfig(config []byte) bool {
	w, ok := decodeWebhook(config)
	return ok && w.isValidConfig()
}

func (w *webhookWire) isValidConfig() bool {
	if w.Resource == nil || asana.CheckResource(*w.Resource) != nil ||
		w.Target == nil || asana.CheckAbsoluteURL(*w.Target) != nil || w.ExistingSecret != nil {
		return false
	}
	if w.Active != nil || w.CreatedAt != nil || w.ID != nil || w.ResourceName != nil || w.ResourceType != nil || w.Secret != nil || w.SecretSHA256 != nil {
		return false // what only the provider may set
	}
	for _, f := range w.Filters {
		if f == nil || f.ResourceType != nil && *f.ResourceType == "" || f.ResourceSubtype != nil && *f.ResourceSubtype == "" {
			return false
		}
		for _, field := range f.Fields {
			if field == nil || *field == "" {
				return false
			}
		}
	}
	if t := w.Timeouts; t != nil && t.Create != nil {
		if _, err := parseTimeout(*t.Create); err != nil {
			return false
		}
	}
	return w.SecretStorage == nil || w.storage() != ""
}

// CurrentState needs no upgrade if it has the attributes of today.
func (p *asanaProvider) CurrentState(state []byte) ([]byte, bool) {
	w, ok := decodeWebhookState(state)
	if !ok {
		return nil, false
	}
	encoded, err := msgpack.Marshal(w)
	return encoded, err == nil
}

// ReadsUnchanged is what Read comes to where a page of the list of webhooks has the record.
func (p *asanaProvider) ReadsUnchanged(state []byte) ([]byte, bool) {
	d := p.data.Load()
	if d == nil || d.client == nil {
		return nil, false
	}
	m, ok := decodeWebhook(state)
	if !ok || m.ID == nil || asana.CheckGID(*m.ID) != nil || m.ReplaceExisting == nil || m.SecretStorage == nil {
		return nil, false
	}
	w, ok := d.client.CachedWebhook(*m.ID)
	if !ok || !m.isRecord(w) || d.hasReadWarnings(w) {
		return nil, false
	}
	d.planned.managed.Store(w.GID, true)
	identity, err := msgpack.Marshal(identityWire{GID: w.GID})
	return identity, err == nil
}

// isRecord reports whether a record has what the state has. Asana spells the target as the
// state does, so it does not matter which other spelling the private state remembers.
func (w *webhookWire) isRecord(record *asana.Webhook) bool {
	same := func(state *string, value types.String) bool { return types.StringPointerValue(state).Equal(value) }
	return w.Resource != nil && *w.Resource == record.Resource.GID && w.Target != nil && *w.Target == record.Target &&
		w.Active != nil && *w.Active == record.Active && same(w.CreatedAt, timeValue(record.CreatedAt)) &&
		same(w.ResourceName, stringOrNull(record.Resource.Name)) && same(w.ResourceType, stringOrNull(record.Resource.ResourceType)) &&
		asana.SameFilters(w.filters(), record.Filters)
}

// filters are as filtersOf reads them.
func (w *webhookWire) filters() []asana.Filter {
	text := func(s *string) string { return types.StringPointerValue(s).ValueString() }
	filters := make([]asana.Filter, 0, len(w.Filters))
	for _, f := range w.Filters {
		if f == nil {
			f = &filterWire{}
		}
		filter := asana.Filter{ResourceType: text(f.ResourceType), ResourceSubtype: text(f.ResourceSubtype), Action: asana.Action(text(f.Action))}
		for _, field := range f.Fields {
			filter.Fields = append(filter.Fields, text(field))
		}
		filters = append(filters, filter)
	}
	return filters
}

// hasReadWarnings reports whether the read of a webhook warns of anything.
func (d *providerData) hasReadWarnings(w *asana.Webhook) bool {
	var diags diag.Diagnostics
	warnOfUnsupported(w, &diags)
	return len(diags) > 0 || !w.Active || w.Failing() || d.client.RefreshTokenReplaced() || len(d.client.AffectingChanges()) > 0
}

// PlansUnchanged is what the plan modifiers and ModifyPlan come to. A configured value is in
// what Terraform proposes; a default and the secrets are what the provider decides on.
func (p *asanaProvider) PlansUnchanged(config, state []byte) bool {
	c, ok := decodeWebhook(config)
	if !ok || c.ExistingSecret != nil {
		return false
	}
	s, ok := decodeWebhook(state)
	if !ok || s.ID == nil || s.ExistingSecret != nil || s.ReplaceExisting == nil || s.storage() == "" {
		return false
	}
	if c.ReplaceExisting == nil && *s.ReplaceExisting || c.SecretStorage == nil && s.storage() != storeInState || s.storage() == storeNowhere && s.Secret != nil {
		return false
	}
	p.noteManaged(*s.ID)
	return true
}

// PlansDeletion is what ModifyPlan comes to where nothing is planned to remain.
func (p *asanaProvider) PlansDeletion(state []byte) bool {
	s, ok := decodeWebhook(state)
	if !ok || s.ID == nil {
		return false
	}
	p.noteManaged(*s.ID)
	return true
}

// noteManaged notes a webhook of the state, as every plan does.
func (p *asanaProvider) noteManaged(gid string) {
	if d := p.data.Load(); d != nil {
		d.planned.managed.Store(gid, true)
	}
}

// storage is where the secret is stored, or empty if that is null or none of the kinds.
func (w *webhookWire) storage() secretStorage {
	for _, kind := range secretStorages() {
		if w.SecretStorage != nil && *w.SecretStorage == string(kind) {
			return kind
		}
	}
	return ""
}

// IsCanonical holds for what the framework has written, and has no use for itself.
func (p *asanaProvider) IsCanonical(private []byte) bool {
	var keys map[string][]byte
	if len(private) == 0 {
		return true
	}
	if json.Unmarshal(private, &keys) != nil || len(keys) == 0 {
		return false
	}
	for key, value := range keys {
		if strings.HasPrefix(key, ".") || !json.Valid(value) {
			return false
		}
	}
	again, err := json.Marshal(keys)
	return err == nil && bytes.Equal(again, private)
}
