package serve

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// planCreation plans a webhook that is new, unless its target is that of another one.
func (c *comparison) planCreation(t *testing.T, created []instance, s server) {
	t.Helper()
	c.creations++
	n := 1000 + c.creations
	if c.rarely() {
		n = pick(c.Rand, c.IntN(60), 1000+c.IntN(c.creations))
	}
	config := c.newConfig(t, n)
	req := c.e.creation(t, config)
	if c.rarely() {
		attributes := attributesOf(t, config)
		attributes["filters"] = c.filters(false)
		req.ProposedNewState = encode(t, object(c.e.webhook, attributes))
	}
	if c.rarely() { // the second plan of a replacement
		i := created[c.IntN(len(created))]
		req.PriorPrivate, req.PriorIdentity = c.private(i.private, ""), c.identity(t, &tfprotov6.ResourceIdentityData{IdentityData: i.identity})
	}
	again := *req // the framework changes the private state of a request
	framework, err := c.framework.PlanResourceChange(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	// A creation that is planned twice is a duplicate.
	fast := s.plannedChange(&again)
	c.note("creation", fast != nil)
	if fast == nil {
		fast, err = c.fast.PlanResourceChange(t.Context(), &again)
		if err != nil {
			t.Fatal(err)
		}
	}
	c.samePlan(t, req, fast, framework)
}

// TestFastPath_postponedConflict plans a webhook while Asana's list fails, and another one when
// the list is there: the second plan warns of the conflict of the first.
func TestFastPath_postponedConflict(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	creator := a.connect(t, newServer("test"))
	created := make([]instance, 5)
	for n := range created {
		created[n] = creator.create(t, creator.config(n))
	}
	fast := newServer("test")
	e := a.connect(t, fast)
	a.sim.Inject(asanatest.Fault{Op: asanatest.GetWebhooks, Status: http.StatusForbidden})
	if resp := e.planCreation(t, e.config(0)); len(resp.Diagnostics) > 0 {
		t.Fatalf("diagnostics without a list: %v", resp.Diagnostics)
	}
	for i := range created {
		e.refresh(t, &created[i])
	}
	resp := e.planCreation(t, e.config(len(created)))
	if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary != "Webhook already exists" {
		t.Errorf("diagnostics of the next creation: %v, want a warning of the conflict", resp.Diagnostics)
	}
	if fast.plannedChange(e.creation(t, e.config(len(created)+1))) == nil {
		t.Error("the creation after that did not take the fast path")
	}
}

// TestFastPath_concurrentDuplicates plans ten webhooks with the same resource and target at once,
// as Terraform does: all but one are reported, whoever comes first.
func TestFastPath_concurrentDuplicates(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	e := a.connect(t, newServer("test"))
	const others = 10 // after which the whole list is known
	for n := range others {
		e.planCreation(t, e.config(n))
	}
	var wg sync.WaitGroup
	var warnings atomic.Int32
	for range 10 {
		wg.Go(func() {
			resp, err := e.PlanResourceChange(t.Context(), e.creation(t, e.config(others)))
			if err != nil {
				t.Error(err)
				return
			}
			for _, d := range resp.Diagnostics {
				if d.Summary == "Duplicate webhook in configuration" {
					warnings.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if n := warnings.Load(); n != 9 {
		t.Errorf("%d warnings of a duplicate, want 9", n)
	}
}

// BenchmarkCreation measures the plan of a new webhook, on the fast path and in the framework.
func BenchmarkCreation(b *testing.B) {
	disableUnreadLogs()
	setGCPercent()
	a := newAPI(b)
	for name, server := range map[string]tfprotov6.ProviderServer{"fast": newServer("test"), "framework": newServer("test").Server} {
		e := a.connect(b, server)
		const number = "00000000"
		example := e.creation(b, object(e.webhook, map[string]tftypes.Value{"resource": text(a.project), "target": text(targetHost + "/" + number)}))
		n := 0
		plan := func(b *testing.B) {
			b.Helper()
			n++
			config := &tfprotov6.DynamicValue{MsgPack: bytes.Replace(example.Config.MsgPack, []byte(number), fmt.Appendf(nil, "%08d", n), 1)}
			req := *example
			req.Config, req.ProposedNewState = config, config
			if resp, err := e.PlanResourceChange(b.Context(), &req); err != nil || len(resp.Diagnostics) > 0 {
				b.Fatal(err, resp)
			}
		}
		for range 10 { // after which the whole list is known
			plan(b)
		}
		b.Run("PlanResourceChange/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				plan(b)
			}
		})
	}
}
