package provider_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A probe at the level of Terraform's protocol, which every engine's tests can reach.
type probe struct {
	server recordingServer
	config *tfprotov6.DynamicValue
}

// newProbe configures a provider and a probe; unknown stands for a target that
// is not known yet.
func newProbe(t *testing.T, baseURL string, target, timeout any) probe {
	t.Helper()
	server := newServer()
	settings := make(map[string]tftypes.Value)
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	kind := schemas.Provider.ValueType().(tftypes.Object)
	for name, of := range kind.AttributeTypes {
		settings[name] = tftypes.NewValue(of, nil)
	}
	settings["token"] = tftypes.NewValue(tftypes.String, "made-up")
	settings["base_url"] = tftypes.NewValue(tftypes.String, baseURL)
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: dynamic(t, tftypes.NewValue(kind, settings))})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatal(err, configured.Diagnostics)
	}
	kind = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"target": tftypes.String, "timeout": tftypes.String}}
	return probe{server, dynamic(t, tftypes.NewValue(kind, map[string]tftypes.Value{
		"target":  tftypes.NewValue(tftypes.String, target),
		"timeout": tftypes.NewValue(tftypes.String, timeout),
	}))}
}

func dynamic(tb testing.TB, v tftypes.Value) *tfprotov6.DynamicValue {
	tb.Helper()
	d, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		tb.Fatal(err)
	}
	return &d
}

func (p probe) validate(t *testing.T) string {
	t.Helper()
	resp, err := p.server.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: "asana_probe_target", Config: p.config})
	if err != nil {
		t.Fatal(err)
	}
	return texts(resp.Diagnostics)
}

func (p probe) plan(t *testing.T) string {
	t.Helper()
	resp, err := p.server.PlanAction(t.Context(), &tfprotov6.PlanActionRequest{ActionType: "asana_probe_target", Config: p.config})
	if err != nil {
		t.Fatal(err)
	}
	return texts(resp.Diagnostics)
}

// invoke returns the progress, a line each, and the diagnostics.
func (p probe) invoke(t *testing.T) (progress, diagnostics string) {
	t.Helper()
	return p.invokeIn(t.Context(), t)
}

func (p probe) invokeIn(ctx context.Context, t *testing.T) (progress, diagnostics string) {
	t.Helper()
	stream, err := p.server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: "asana_probe_target", Config: p.config})
	if err != nil {
		t.Fatal(err)
	}
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress += e.Message + "\n"
		case tfprotov6.CompletedInvokeActionEventType:
			diagnostics = texts(e.Diagnostics)
		}
	}
	return progress, diagnostics
}

// texts shows diagnostics: "ERROR target: Summary: Detail".
func texts(diagnostics []*tfprotov6.Diagnostic) string {
	var b strings.Builder
	for _, d := range diagnostics {
		at := ""
		if d.Attribute != nil {
			at = " " + strings.TrimSuffix(strings.TrimPrefix(d.Attribute.String(), `AttributeName("`), `")`)
		}
		b.WriteString(d.Severity.String() + at + ": " + d.Summary + ": " + d.Detail + "\n")
	}
	return b.String()
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("lacks %q:\n%s", part, text)
		}
	}
}
