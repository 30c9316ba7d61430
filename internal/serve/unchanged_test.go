package serve

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// unchanged are the requests of a plan that changes nothing about a webhook.
type unchanged struct {
	validate *tfprotov6.ValidateResourceConfigRequest
	upgrade  *tfprotov6.UpgradeResourceStateRequest
	read     *tfprotov6.ReadResourceRequest
	plan     *tfprotov6.PlanResourceChangeRequest
}

func (e *engine) unchanged(tb testing.TB, i instance) unchanged {
	tb.Helper()
	config, identity := encode(tb, i.config), &tfprotov6.ResourceIdentityData{IdentityData: i.identity}
	return unchanged{
		validate: &tfprotov6.ValidateResourceConfigRequest{TypeName: provider.WebhookType, Config: config},
		upgrade:  &tfprotov6.UpgradeResourceStateRequest{TypeName: provider.WebhookType, RawState: &tfprotov6.RawState{JSON: e.stateJSON(tb, i.state)}},
		read: &tfprotov6.ReadResourceRequest{
			TypeName: provider.WebhookType, CurrentState: i.state, CurrentIdentity: identity, Private: i.private,
		},
		plan: &tfprotov6.PlanResourceChangeRequest{
			TypeName: provider.WebhookType, Config: config, PriorState: i.state, ProposedNewState: i.state, PriorIdentity: identity, PriorPrivate: i.private,
		},
	}
}

// BenchmarkUnchanged measures the requests of a plan that changes nothing, on the fast path
// and in the framework.
func BenchmarkUnchanged(b *testing.B) {
	disableUnreadLogs()
	setGCPercent()
	const count = 100
	a := newAPI(b)
	creator := a.connect(b, newServer("test"))
	requests := make([]unchanged, count)
	for i := range count {
		requests[i] = creator.unchanged(b, creator.create(b, creator.config(i)))
	}
	fast := newServer("test")
	for name, server := range map[string]tfprotov6.ProviderServer{"fast": fast, "framework": newServer("test").Server} {
		e := a.connect(b, server)
		bench(b, "ValidateResourceConfig/"+name, e.ValidateResourceConfig, requests, func(r unchanged) *tfprotov6.ValidateResourceConfigRequest { return r.validate })
		bench(b, "UpgradeResourceState/"+name, e.UpgradeResourceState, requests, func(r unchanged) *tfprotov6.UpgradeResourceStateRequest { return r.upgrade })
		bench(b, "ReadResource/"+name, e.ReadResource, requests, func(r unchanged) *tfprotov6.ReadResourceRequest { return r.read })
		bench(b, "PlanResourceChange/"+name, e.PlanResourceChange, requests, func(r unchanged) *tfprotov6.PlanResourceChangeRequest { return r.plan })
	}
}

func bench[Q, R any](b *testing.B, name string, method func(context.Context, Q) (R, error), requests []unchanged, of func(unchanged) Q) {
	b.Helper()
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			if _, err := method(b.Context(), of(requests[n%len(requests)])); err != nil {
				b.Fatal(err)
			}
		}
	})
}
