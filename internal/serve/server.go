// Package serve serves the provider to an engine, through the framework.
package serve

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// Serve serves the provider to Terraform until Terraform ends it; debug prints
// how to attach Terraform instead.
func Serve(version string, debug bool) error {
	setGCPercent()
	discardStandardLog()
	if !debug {
		disableUnreadLogs()
	}
	s := NewServer(version)
	var opts []tf6server.ServeOpt
	if debug {
		opts = append(opts, tf6server.WithManagedDebug(), tf6server.WithManagedDebugStopSignals(stopSignals()))
	} else {
		s.lifetime.parentEnded = parentEnded()
		go s.lifetime.exitWhenEnded(notify(), s.stop)
	}
	err := tf6server.Serve(provider.Address, func() tfprotov6.ProviderServer { return s }, opts...)
	s.lifetime.awaitRequests()
	return err
}

// frameworkServer is all that the framework serves.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// Server passes requests on to the framework. The framework keeps the context of
// each request until the provider is stopped, with all that it refers to, which
// is some 90 kB for each resource of a plan. So it gets a requestContext instead for all
// requests of which a run may make many and that end with the response. A request of a
// webhook that does not change anything does not get there at all.
type Server struct {
	frameworkServer
	fast     provider.FastPath
	lifetime *lifetime
}

// NewServer returns a server of a provider that is not configured yet.
func NewServer(version string) Server {
	l := &lifetime{}
	p := provider.New(version, provider.EngineEnded(l.engineEnded))()
	framework, _ := providerserver.NewProtocol6(p)().(frameworkServer)
	fast, _ := p.(provider.FastPath)
	return Server{framework, fast, l}
}

// stop ends what waits, as the engine does with StopProvider.
func (s Server) stop() {
	_, _ = s.frameworkServer.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}) // never fails
}

func (s Server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.lifetime.stoppedByEngine()
	return s.frameworkServer.StopProvider(ctx, req)
}

func (s Server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return answer(ctx, s.lifetime, s.validatedConfig, s.frameworkServer.ValidateResourceConfig, req)
}

func (s Server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return answer(ctx, s.lifetime, s.currentState, s.frameworkServer.UpgradeResourceState, req)
}

func (s Server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.UpgradeResourceIdentity, req)
}

func (s Server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return answer(ctx, s.lifetime, s.unchangedRead, s.frameworkServer.ReadResource, req)
}

func (s Server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return answer(ctx, s.lifetime, s.unchangedPlan, s.frameworkServer.PlanResourceChange, req)
}

func (s Server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.ApplyResourceChange, req)
}

func (s Server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.ImportResourceState, req)
}

func (s Server) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.MoveResourceState, req)
}

func (s Server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.ValidateDataResourceConfig, req)
}

func (s Server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.ReadDataSource, req)
}

func (s Server) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.CallFunction, withNullArguments(req))
}

func (s Server) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.GenerateResourceConfig, req)
}

func (s Server) ValidateEphemeralResourceConfig(ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.ValidateEphemeralResourceConfig, req)
}

func (s Server) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.OpenEphemeralResource, req)
}

func (s Server) RenewEphemeralResource(ctx context.Context, req *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.RenewEphemeralResource, req)
}

func (s Server) CloseEphemeralResource(ctx context.Context, req *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.CloseEphemeralResource, req)
}

func (s Server) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.ValidateListResourceConfig, req)
}

func (s Server) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.ValidateActionConfig, req)
}

func (s Server) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return forward(ctx, s.lifetime, s.frameworkServer.PlanAction, req)
}

// forward passes a request on, and counts it until it is answered.
func forward[Q, R any](ctx context.Context, l *lifetime, method func(context.Context, Q) (R, error), req Q) (R, error) {
	defer l.beginRequest()()
	return withRequestContext(ctx, method, req)
}

// answer answers a request on the fast path, which returns nil where that is not possible, or
// forwards it.
func answer[Q, R any](ctx context.Context, l *lifetime, fast func(Q) *R, method func(context.Context, Q) (*R, error), req Q) (*R, error) {
	defer l.beginRequest()()
	if resp := fast(req); resp != nil {
		return resp, nil
	}
	return withRequestContext(ctx, method, req)
}
