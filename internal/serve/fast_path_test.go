package serve

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

var (
	webhooks = flag.Int("webhooks", 600, "how many random webhooks the fast path is held against the framework with")
	seed     = flag.Uint64("seed", rand.Uint64(), "of the random webhooks")
)

// comparison holds the fast path against the framework.
type comparison struct {
	source
	fast, framework *engine
	taken           map[string]int // how often the fast path was
	creations       int            // that were planned
}

// TestFastPath_answersAsTheFramework plays the requests of a plan about random webhooks to a
// server with the fast path, and to the framework: in each case what they return is the same.
func TestFastPath_answersAsTheFramework(t *testing.T) {
	t.Parallel()
	t.Logf("repeat with -seed %d", *seed)
	a := newAPI(t)
	creator := a.connect(t, newServer("test"))
	s := source{rand.New(rand.NewPCG(*seed, 0)), creator}
	created := make([]instance, 60)
	for i := range created {
		created[i] = creator.create(t, s.config(i))
	}
	for i, w := range a.sim.Webhooks() {
		if i%2 == 0 {
			s.edit(w.GID)
		}
	}
	refresher := a.connect(t, newServer("test").Server)
	for i := range created {
		if i%3 == 0 {
			refresher.refresh(t, &created[i])
		}
	}
	fast := newServer("test")
	c := &comparison{s, a.connect(t, fast), a.connect(t, newServer("test").Server), make(map[string]int), 0}
	for range *webhooks {
		i := created[s.IntN(len(created))]
		c.validate(t, s.mutate(t, i.config, true), fast)
		c.upgrade(t, s.mutate(t, decode(t, i.state, creator.webhook), false), fast)
		i.state = encode(t, s.mutate(t, decode(t, i.state, creator.webhook), false))
		c.read(t, i, fast)
		c.plan(t, i, fast)
		c.planCreation(t, created, fast)
		if t.Failed() {
			return
		}
	}
	for _, rpc := range []string{"validate", "upgrade", "read", "plan", "creation"} {
		if n := c.taken[rpc]; n < *webhooks/20 || n == *webhooks {
			t.Errorf("%s: %d of %d requests took the fast path", rpc, n, *webhooks)
		}
	}
	if c.taken["deletion"] == 0 {
		t.Error("no plan of a deletion took the fast path")
	}
	t.Log("on the fast path:", c.taken)
}

func decode(tb testing.TB, v *tfprotov6.DynamicValue, ty tftypes.Type) tftypes.Value {
	tb.Helper()
	decoded, err := v.Unmarshal(ty)
	if err != nil {
		tb.Fatal(err)
	}
	return decoded
}

// note counts the requests on the fast path.
func (c *comparison) note(rpc string, taken bool) {
	if taken {
		c.taken[rpc]++
	}
}

func (c *comparison) validate(t *testing.T, config tftypes.Value, s server) {
	t.Helper()
	if c.rarely() {
		attributes := attributesOf(t, config)
		attributes["target"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
		config = object(c.e.webhook, attributes)
	}
	req := &tfprotov6.ValidateResourceConfigRequest{TypeName: provider.WebhookType, Config: encode(t, config)}
	c.note("validate", s.validatedConfig(req) != nil)
	fast, framework := both(t, req, c.fast.ValidateResourceConfig, c.framework.ValidateResourceConfig)
	c.sameDiagnostics(t, config, fast.Diagnostics, framework.Diagnostics)
}

func (c *comparison) upgrade(t *testing.T, state tftypes.Value, s server) {
	t.Helper()
	text := c.e.stateJSON(t, encode(t, state))
	if c.rarely() {
		text = edited(text, pick(c.Rand, [2]string{`"active":true`, `"active":"true"`}, [2]string{`"id":`, `"ID":`}, [2]string{`{`, `{"new":1,`}, [2]string{`"filters":`, `"filter":`}))
	}
	req := &tfprotov6.UpgradeResourceStateRequest{TypeName: provider.WebhookType, RawState: &tfprotov6.RawState{JSON: text}}
	if c.rarely() {
		req.Version = 1
	}
	c.note("upgrade", s.currentState(req) != nil)
	fast, framework := both(t, req, c.fast.UpgradeResourceState, c.framework.UpgradeResourceState)
	c.sameDiagnostics(t, string(text), fast.Diagnostics, framework.Diagnostics)
	c.sameValue(t, string(text), fast.UpgradedState, framework.UpgradedState)
}

func (c *comparison) read(t *testing.T, i instance, s server) {
	t.Helper()
	req := c.e.unchanged(t, i).read
	req.Private = c.private(i.private, as[string](t, attributesOf(t, i.config)["target"]))
	req.CurrentIdentity = c.identity(t, req.CurrentIdentity)
	// The framework changes the private state of a request.
	again := *req
	taken := s.unchangedRead(&again) != nil
	fast, framework := both(t, req, c.fast.ReadResource, c.framework.ReadResource)
	// A page may have come meanwhile, or the minute of one may be over.
	c.note("read", taken)
	c.sameDiagnostics(t, req, fast.Diagnostics, framework.Diagnostics)
	c.sameValue(t, req, fast.NewState, framework.NewState)
	c.same(t, req, fast.NewIdentity, framework.NewIdentity)
	c.same(t, req, string(fast.Private), string(framework.Private))
}

// plan proposes the prior state, which contains what is configured.
func (c *comparison) plan(t *testing.T, i instance, s server) {
	t.Helper()
	attributes := attributesOf(t, decode(t, i.state, c.e.webhook))
	for _, name := range []string{"active", "created_at", "id", "resource_name", "resource_type", "secret", "secret_sha256"} {
		attributes[name] = c.null(name)
	}
	for _, name := range []string{"existing_secret", "replace_existing", "secret_storage"} {
		if c.IntN(2) == 0 {
			attributes[name] = c.null(name)
		}
	}
	i.config = object(c.e.webhook, attributes)
	req := c.e.unchanged(t, i).plan
	req.PriorPrivate = c.private(i.private, "")
	req.PriorIdentity = c.identity(t, req.PriorIdentity)
	if c.rarely() {
		req.ProposedNewState = encode(t, c.mutate(t, decode(t, i.state, c.e.webhook), false))
	}
	rpc := "plan"
	if c.rarely() {
		null := encode(t, tftypes.NewValue(c.e.webhook, nil))
		rpc, req.Config, req.ProposedNewState = "deletion", null, null
	}
	c.note(rpc, s.plannedChange(req) != nil)
	fast, framework := both(t, req, c.fast.PlanResourceChange, c.framework.PlanResourceChange)
	c.samePlan(t, req, fast, framework)
}

func (c *comparison) samePlan(t *testing.T, req *tfprotov6.PlanResourceChangeRequest, fast, framework *tfprotov6.PlanResourceChangeResponse) {
	t.Helper()
	c.sameDiagnostics(t, req, fast.Diagnostics, framework.Diagnostics)
	c.sameValue(t, req, fast.PlannedState, framework.PlannedState)
	c.same(t, req, fast.PlannedIdentity, framework.PlannedIdentity)
	c.same(t, req, string(fast.PlannedPrivate), string(framework.PlannedPrivate))
	c.same(t, req, len(fast.RequiresReplace), len(framework.RequiresReplace))
}

// edited replaces the first occurrence of a text by another.
func edited(text []byte, replace [2]string) []byte {
	return bytes.Replace(text, []byte(replace[0]), []byte(replace[1]), 1)
}

// identity is another than that of the webhook now and then.
func (c *comparison) identity(t *testing.T, identity *tfprotov6.ResourceIdentityData) *tfprotov6.ResourceIdentityData {
	t.Helper()
	if !c.rarely() {
		return identity
	}
	return pick(c.Rand, nil,
		&tfprotov6.ResourceIdentityData{IdentityData: encode(t, tftypes.NewValue(c.e.identity, nil))},
		&tfprotov6.ResourceIdentityData{IdentityData: encode(t, object(c.e.identity, nil))},
		&tfprotov6.ResourceIdentityData{IdentityData: encode(t, object(c.e.identity, map[string]tftypes.Value{"gid": text("7")}))})
}

// both sends a request to both servers.
func both[Q, R any](t *testing.T, req *Q, fast, framework func(context.Context, *Q) (*R, error)) (ofFast, ofFramework *R) {
	t.Helper()
	one, other := *req, *req
	ofFast, err := fast(t.Context(), &one)
	if err != nil {
		t.Fatal(err)
	}
	ofFramework, err = framework(t.Context(), &other)
	if err != nil {
		t.Fatal(err)
	}
	return ofFast, ofFramework
}

// same expects that both servers return the same.
func (c *comparison) same(t *testing.T, req, fast, framework any) {
	t.Helper()
	if !reflect.DeepEqual(fast, framework) {
		t.Errorf("%+v\nfast:      %#v\nframework: %#v", req, fast, framework)
	}
}

// sameDiagnostics expects the same in any order: the framework's is that of a map.
func (c *comparison) sameDiagnostics(t *testing.T, req any, fast, framework []*tfprotov6.Diagnostic) {
	t.Helper()
	lines := func(all []*tfprotov6.Diagnostic) []string {
		texts := []string{}
		for _, d := range all {
			texts = append(texts, fmt.Sprintf("%s %s: %s: %s", d.Severity, d.Attribute, d.Summary, d.Detail))
		}
		slices.Sort(texts)
		return texts
	}
	c.same(t, req, lines(fast), lines(framework))
}

// sameValue expects the same bytes, unless they are in the order of a map, which is random.
func (c *comparison) sameValue(t *testing.T, req any, fast, framework *tfprotov6.DynamicValue) {
	t.Helper()
	if reflect.DeepEqual(fast, framework) {
		return
	}
	if fast == nil || framework == nil || !decode(t, fast, c.e.webhook).Equal(decode(t, framework, c.e.webhook)) {
		t.Errorf("%+v\nfast:      %v\nframework: %v", req, fast, framework)
	}
}
