package serve

import (
	"bytes"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// The methods here return nil where the framework has to answer.

// validatedConfig answers that there is nothing to say about a configuration.
func (s server) validatedConfig(req *tfprotov6.ValidateResourceConfigRequest) *tfprotov6.ValidateResourceConfigResponse {
	if req.TypeName != provider.WebhookType || !s.fast.ValidatesConfig(msgPack(req.Config)) {
		return nil
	}
	return &tfprotov6.ValidateResourceConfigResponse{}
}

// currentState answers with a state that this version of the provider has written.
func (s server) currentState(req *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse {
	if req.TypeName != provider.WebhookType || req.Version != 0 || req.RawState == nil {
		return nil
	}
	state, ok := s.fast.CurrentState(req.RawState.JSON)
	if !ok {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{MsgPack: state}}
}

// unchangedRead answers with the state as it came.
func (s server) unchangedRead(req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	if req.TypeName != provider.WebhookType || req.ProviderMeta != nil || !s.fast.IsCanonical(req.Private) {
		return nil
	}
	identity, ok := s.fast.ReadsUnchanged(msgPack(req.CurrentState))
	if known := req.CurrentIdentity; !ok || known != nil && !bytes.Equal(msgPack(known.IdentityData), identity) {
		return nil
	}
	return &tfprotov6.ReadResourceResponse{
		NewState: req.CurrentState, Private: req.Private,
		NewIdentity: &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{MsgPack: identity}},
	}
}

// plannedChange answers with what Terraform proposes where that is the prior state, or the
// deletion, and with the plan of a new webhook, if there is nothing to report about it.
func (s server) plannedChange(req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	if req.TypeName != provider.WebhookType || req.ProviderMeta != nil || !s.fast.IsCanonical(req.PriorPrivate) {
		return nil
	}
	config, prior, proposed := msgPack(req.Config), msgPack(req.PriorState), msgPack(req.ProposedNewState)
	planned, ok := proposed, false
	switch {
	case isNull(proposed):
		ok = s.fast.PlansDeletion(prior)
	case bytes.Equal(proposed, prior):
		ok = s.fast.PlansUnchanged(config, prior)
	case isNull(prior) && bytes.Equal(proposed, config):
		planned, ok = s.fast.PlansCreation(config)
	}
	if !ok {
		return nil
	}
	identity := req.PriorIdentity
	if identity == nil {
		identity = &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{MsgPack: []byte{msgPackNil}}}
	}
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: &tfprotov6.DynamicValue{MsgPack: planned}, PlannedPrivate: req.PriorPrivate, PlannedIdentity: identity}
}

// isNull reports whether a value is null.
func isNull(value []byte) bool { return bytes.Equal(value, []byte{msgPackNil}) }

// msgPack is a value as Terraform sends it, or nothing.
func msgPack(v *tfprotov6.DynamicValue) []byte {
	if v == nil {
		return nil
	}
	return v.MsgPack
}
