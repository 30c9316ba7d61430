package provider_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// wholeServer is all that a provider of this protocol can serve.
type wholeServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// eavesdropper is a provider of which every diagnostic, and every error of a
// function, is overheard.
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

func (e eavesdropper) CloseEphemeralResource(ctx context.Context, req *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return overhear(e.wholeServer.CloseEphemeralResource(ctx, req))
}

func (e eavesdropper) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return overhear(e.wholeServer.GenerateResourceConfig(ctx, req))
}

func (e eavesdropper) GetFunctions(ctx context.Context, req *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return overhear(e.wholeServer.GetFunctions(ctx, req))
}

func (e eavesdropper) GetMetadata(ctx context.Context, req *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	return overhear(e.wholeServer.GetMetadata(ctx, req))
}

func (e eavesdropper) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return overhear(e.wholeServer.GetProviderSchema(ctx, req))
}

func (e eavesdropper) GetResourceIdentitySchemas(ctx context.Context, req *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return overhear(e.wholeServer.GetResourceIdentitySchemas(ctx, req))
}

func (e eavesdropper) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return overhear(e.wholeServer.MoveResourceState(ctx, req))
}

func (e eavesdropper) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return overhear(e.wholeServer.PlanAction(ctx, req))
}

func (e eavesdropper) RenewEphemeralResource(ctx context.Context, req *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return overhear(e.wholeServer.RenewEphemeralResource(ctx, req))
}

func (e eavesdropper) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return overhear(e.wholeServer.UpgradeResourceIdentity(ctx, req))
}

func (e eavesdropper) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return overhear(e.wholeServer.UpgradeResourceState(ctx, req))
}

func (e eavesdropper) ValidateEphemeralResourceConfig(ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return overhear(e.wholeServer.ValidateEphemeralResourceConfig(ctx, req))
}

func (e eavesdropper) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	return overhear(e.wholeServer.ValidateListResourceConfig(ctx, req))
}

func (e eavesdropper) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	resp, err := e.wholeServer.CallFunction(ctx, req)
	if err == nil && resp.Error != nil {
		overheard.add("CallFunction", resp.Error.Text)
	}
	return resp, err
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

// A method that is only promoted from the provider is one that nobody listens to.
func TestEavesdropper_missesNoMethod(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "eavesdropper_test.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	overridden := map[string]bool{}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
			overridden[f.Name.Name] = true
		}
	}
	methods := reflect.TypeFor[wholeServer]()
	for i := range methods.NumMethod() {
		// Its answer is a system error of the provider's, which no user sees.
		if name := methods.Method(i).Name; !overridden[name] && name != "StopProvider" {
			t.Errorf("%s is not overheard", name)
		}
	}
}
