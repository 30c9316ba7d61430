package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// BenchmarkReadAndPlan measures what the provider does for each webhook in a
// plan that changes nothing, without the engine: a read that the index answers,
// and the plan itself.
func BenchmarkReadAndPlan(b *testing.B) {
	a := newAPI(b)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target})
	server := newLister(b, a, a.workspace)
	state := object(b, server.resource, map[string]any{"id": gid})
	b.ReportAllocs()
	for b.Loop() {
		read, err := server.ReadResource(b.Context(), &tfprotov6.ReadResourceRequest{TypeName: "asana_webhook", CurrentState: state})
		if err != nil || len(read.Diagnostics) > 0 {
			b.Fatal(err, texts(read.Diagnostics))
		}
		state = read.NewState
		plan, err := server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: "asana_webhook", PriorState: state, ProposedNewState: state, Config: state,
		})
		if err != nil || len(plan.Diagnostics) > 0 {
			b.Fatal(err, texts(plan.Diagnostics))
		}
	}
}
