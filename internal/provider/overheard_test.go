package provider_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// overheard has what all tests of this package saw of messages. When they have
// ended, TestMain looks through it for the secrets of all their simulators:
// there is no test that could forget to.
var overheard transcript

type transcript struct {
	mu    sync.Mutex
	texts map[string]string // where each was first seen
	apis  []*asanatest.Server
}

// add notes a text, and where it was seen.
func (o *transcript) add(where, text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.texts == nil {
		o.texts = map[string]string{}
	}
	if _, known := o.texts[text]; !known {
		o.texts[text] = where
	}
}

// addAPI notes a simulator, whose secrets are looked for.
func (o *transcript) addAPI(sim *asanatest.Server) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.apis = append(o.apis, sim)
}

// leaks says where there are secrets, without showing them.
func (o *transcript) leaks() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var secrets []string
	for _, sim := range o.apis {
		secrets = append(secrets, sim.Secrets()...)
	}
	found := map[string]bool{}
	for text, where := range o.texts {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				found[where] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// shows tells whether a command of Terraform's is for showing what is hidden
// elsewhere.
func shows(args []string) bool {
	return slices.Contains(args, "-json") || slices.Contains(args, "-raw") || len(args) > 1 && args[1] == "pull"
}

// eavesdropper is a provider of which every diagnostic is overheard.
type eavesdropper struct{ tfprotov6.ProviderServer }

// overhear notes the diagnostics of a response.
func overhear[R any](resp *R, err error) (*R, error) {
	if err != nil {
		return nil, err
	}
	diags, _ := reflect.ValueOf(resp).Elem().FieldByName("Diagnostics").Interface().([]*tfprotov6.Diagnostic)
	for _, d := range diags {
		overheard.add(fmt.Sprintf("%T: %s", resp, d.Summary), d.Summary+"\n"+d.Detail)
	}
	return resp, nil
}

func (e eavesdropper) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return overhear(e.ProviderServer.ValidateProviderConfig(ctx, req))
}

func (e eavesdropper) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return overhear(e.ProviderServer.ConfigureProvider(ctx, req))
}

func (e eavesdropper) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return overhear(e.ProviderServer.ValidateResourceConfig(ctx, req))
}

func (e eavesdropper) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return overhear(e.ProviderServer.PlanResourceChange(ctx, req))
}

func (e eavesdropper) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return overhear(e.ProviderServer.ApplyResourceChange(ctx, req))
}

func (e eavesdropper) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return overhear(e.ProviderServer.ReadResource(ctx, req))
}

func (e eavesdropper) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return overhear(e.ProviderServer.ImportResourceState(ctx, req))
}

func (e eavesdropper) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return overhear(e.ProviderServer.ValidateDataResourceConfig(ctx, req))
}

func (e eavesdropper) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return overhear(e.ProviderServer.ReadDataSource(ctx, req))
}

func (e eavesdropper) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return overhear(e.ProviderServer.OpenEphemeralResource(ctx, req))
}

// A leak is found, wherever it is said.
func TestTranscript_leaks(t *testing.T) {
	t.Parallel()
	sim := asanatest.New(asanatest.Options{})
	defer sim.Close()
	var o transcript
	o.addAPI(sim)
	o.add("harmless", "nothing of note")
	if leaks := o.leaks(); len(leaks) > 0 {
		t.Errorf("found %q", leaks)
	}
	o.add("telling", "the token is "+sim.Token()+", pass it on")
	if leaks := o.leaks(); !slices.Equal(leaks, []string{"telling"}) {
		t.Errorf("found %q", leaks)
	}
}
