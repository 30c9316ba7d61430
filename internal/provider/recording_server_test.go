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

// recordingServer is a provider that records every diagnostic, and every error of a
// function.
type recordingServer struct{ wholeServer }

func recordDiagnostics(where string, diags []*tfprotov6.Diagnostic) {
	for _, d := range diags {
		recordedMessages.add(where+": "+d.Summary, d.Summary+"\n"+d.Detail)
	}
}

// recordResponse records the diagnostics of a response.
func recordResponse[R any](resp *R, err error) (*R, error) {
	if err != nil {
		return nil, err
	}
	diags, _ := reflect.ValueOf(resp).Elem().FieldByName("Diagnostics").Interface().([]*tfprotov6.Diagnostic)
	recordDiagnostics(fmt.Sprintf("%T", resp), diags)
	return resp, nil
}

func (e recordingServer) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return recordResponse(e.wholeServer.ValidateProviderConfig(ctx, req))
}

func (e recordingServer) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return recordResponse(e.wholeServer.ConfigureProvider(ctx, req))
}

func (e recordingServer) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return recordResponse(e.wholeServer.ValidateResourceConfig(ctx, req))
}

func (e recordingServer) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return recordResponse(e.wholeServer.PlanResourceChange(ctx, req))
}

func (e recordingServer) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return recordResponse(e.wholeServer.ApplyResourceChange(ctx, req))
}

func (e recordingServer) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return recordResponse(e.wholeServer.ReadResource(ctx, req))
}

func (e recordingServer) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return recordResponse(e.wholeServer.ImportResourceState(ctx, req))
}

func (e recordingServer) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return recordResponse(e.wholeServer.ValidateDataResourceConfig(ctx, req))
}

func (e recordingServer) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return recordResponse(e.wholeServer.ReadDataSource(ctx, req))
}

func (e recordingServer) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return recordResponse(e.wholeServer.OpenEphemeralResource(ctx, req))
}

func (e recordingServer) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return recordResponse(e.wholeServer.ValidateActionConfig(ctx, req))
}

func (e recordingServer) CloseEphemeralResource(ctx context.Context, req *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return recordResponse(e.wholeServer.CloseEphemeralResource(ctx, req))
}

func (e recordingServer) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return recordResponse(e.wholeServer.GenerateResourceConfig(ctx, req))
}

func (e recordingServer) GetFunctions(ctx context.Context, req *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return recordResponse(e.wholeServer.GetFunctions(ctx, req))
}

func (e recordingServer) GetMetadata(ctx context.Context, req *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	return recordResponse(e.wholeServer.GetMetadata(ctx, req))
}

func (e recordingServer) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return recordResponse(e.wholeServer.GetProviderSchema(ctx, req))
}

func (e recordingServer) GetResourceIdentitySchemas(ctx context.Context, req *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return recordResponse(e.wholeServer.GetResourceIdentitySchemas(ctx, req))
}

func (e recordingServer) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return recordResponse(e.wholeServer.MoveResourceState(ctx, req))
}

func (e recordingServer) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return recordResponse(e.wholeServer.PlanAction(ctx, req))
}

func (e recordingServer) RenewEphemeralResource(ctx context.Context, req *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return recordResponse(e.wholeServer.RenewEphemeralResource(ctx, req))
}

func (e recordingServer) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return recordResponse(e.wholeServer.UpgradeResourceIdentity(ctx, req))
}

func (e recordingServer) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return recordResponse(e.wholeServer.UpgradeResourceState(ctx, req))
}

func (e recordingServer) ValidateEphemeralResourceConfig(ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return recordResponse(e.wholeServer.ValidateEphemeralResourceConfig(ctx, req))
}

func (e recordingServer) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	return recordResponse(e.wholeServer.ValidateListResourceConfig(ctx, req))
}

func (e recordingServer) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	resp, err := e.wholeServer.CallFunction(ctx, req)
	if err == nil && resp.Error != nil {
		recordedMessages.add("CallFunction", resp.Error.Text)
	}
	return resp, err
}

func (e recordingServer) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := e.wholeServer.ListResource(ctx, req)
	if err != nil {
		return nil, err
	}
	results := stream.Results
	stream.Results = func(yield func(tfprotov6.ListResourceResult) bool) {
		for result := range results {
			recordDiagnostics("ListResource", result.Diagnostics)
			if !yield(result) {
				return
			}
		}
	}
	return stream, nil
}

func (e recordingServer) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := e.wholeServer.InvokeAction(ctx, req)
	if err != nil {
		return nil, err
	}
	events := stream.Events
	stream.Events = func(yield func(tfprotov6.InvokeActionEvent) bool) {
		for event := range events {
			switch of := event.Type.(type) {
			case tfprotov6.ProgressInvokeActionEventType:
				recordedMessages.add("InvokeAction", of.Message)
			case tfprotov6.CompletedInvokeActionEventType:
				recordDiagnostics("InvokeAction", of.Diagnostics)
			}
			if !yield(event) {
				return
			}
		}
	}
	return stream, nil
}

// A method that is only promoted from the provider is not recorded.
func TestRecordingServer_missesNoMethod(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "recording_server_test.go", nil, parser.SkipObjectResolution)
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
			t.Errorf("%s is not recorded", name)
		}
	}
}
