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

// wholeServer is all that a provider of this protocol can serve.
type wholeServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// eavesdropper is a provider of which every diagnostic is overheard.
type eavesdropper struct{ wholeServer }

func overhearAll(where string, diags []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		overheard.add(where+": "+d.Summary, d.Summary+"\n"+d.Detail)
	}
}

// overhear notes the diagnostics of a response.
func overhear[R any](resp *R, err error) (*R, error) {
	if err != nil {
		return nil, err
	}
	diags, _ := reflect.ValueOf(resp).Elem().FieldByName("Diagnostics").Interface().([]*tfprotov6.Diagnostic)
	overhearAll(fmt.Sprintf("%T", resp), diags)
	return resp, nil
}

func (e eavesdropper) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return overhear(e.wholeServer.ValidateProviderConfig(ctx, req))
}

func (e eavesdropper) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return overhear(e.wholeServer.ConfigureProvider(ctx, req))
}

func (e eavesdropper) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return overhear(e.wholeServer.ValidateResourceConfig(ctx, req))
}

func (e eavesdropper) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return overhear(e.wholeServer.PlanResourceChange(ctx, req))
}

func (e eavesdropper) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return overhear(e.wholeServer.ApplyResourceChange(ctx, req))
}

func (e eavesdropper) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return overhear(e.wholeServer.ReadResource(ctx, req))
}

func (e eavesdropper) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return overhear(e.wholeServer.ImportResourceState(ctx, req))
}

func (e eavesdropper) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return overhear(e.wholeServer.ValidateDataResourceConfig(ctx, req))
}

func (e eavesdropper) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return overhear(e.wholeServer.ReadDataSource(ctx, req))
}

func (e eavesdropper) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return overhear(e.wholeServer.OpenEphemeralResource(ctx, req))
}

func (e eavesdropper) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return overhear(e.wholeServer.ValidateActionConfig(ctx, req))
}

func (e eavesdropper) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := e.wholeServer.ListResource(ctx, req)
	if err != nil {
		return nil, err
	}
	results := stream.Results
	stream.Results = func(yield func(tfprotov6.ListResourceResult) bool) {
		for result := range results {
			overhearAll("ListResource", result.Diagnostics)
			if !yield(result) {
				return
			}
		}
	}
	return stream, nil
}

func (e eavesdropper) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := e.wholeServer.InvokeAction(ctx, req)
	if err != nil {
		return nil, err
	}
	events := stream.Events
	stream.Events = func(yield func(tfprotov6.InvokeActionEvent) bool) {
		for event := range events {
			switch of := event.Type.(type) {
			case tfprotov6.ProgressInvokeActionEventType:
				overheard.add("InvokeAction", of.Message)
			case tfprotov6.CompletedInvokeActionEventType:
				overhearAll("InvokeAction", of.Diagnostics)
			}
			if !yield(event) {
				return
			}
		}
	}
	return stream, nil
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
