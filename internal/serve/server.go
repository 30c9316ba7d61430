// Package serve serves the provider to an engine, through the framework.
package serve

import (
	"context"
	"os"
	"syscall"

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
	s := newServer(version)
	var opts []tf6server.ServeOpt
	if debug {
		opts = append(opts, tf6server.WithManagedDebug(), tf6server.WithManagedDebugStopSignals([]os.Signal{os.Interrupt, syscall.SIGTERM}))
	} else {
		s.lifetime.parentEnded = parentEnded()
		signals := notify()
		go func() {
			s.lifetime.watch(signals, s.stop)
			os.Exit(0)
		}()
	}
	err := tf6server.Serve(provider.Address, func() tfprotov6.ProviderServer { return s }, opts...)
	s.lifetime.awaitRequests()
	return err
}

// Server is all that an engine may ask of a provider.
type Server interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// server passes requests on to the framework. The framework keeps the context of
// each request until the provider is stopped, with all that it refers to, which
// is some 90 kB for each resource of a plan. So it gets a requestContext instead for all
// requests of which a run may make many and that end with the response. Most requests of a
// webhook that change nothing, or plan a new one, do not get there at all.
type server struct {
	Server   // the framework's
	fast     provider.FastPath
	lifetime *lifetime
}

// NewServer returns what Serve serves, of a provider that is not configured yet.
func NewServer(version string) Server { return newServer(version) }

func newServer(version string) server {
	l := &lifetime{}
	p := provider.New(version, l.engineEnded)
	framework, _ := providerserver.NewProtocol6(p)().(Server)
	fast, _ := p.(provider.FastPath)
	return server{framework, fast, l}
}

// stop ends what waits, as the engine does with StopProvider.
func (s server) stop() {
	_, _ = s.Server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}) // never fails
}

func (s server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.lifetime.stoppedByEngine()
	return s.Server.StopProvider(ctx, req)
}

func (s server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return answer(ctx, s.lifetime, s.validatedConfig, s.Server.ValidateResourceConfig, req)
}

func (s server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return answer(ctx, s.lifetime, s.currentState, s.Server.UpgradeResourceState, req)
}

func (s server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return forward(ctx, s.lifetime, s.Server.UpgradeResourceIdentity, req)
}

func (s server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return answer(ctx, s.lifetime, s.unchangedRead, s.Server.ReadResource, req)
}

func (s server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return answer(ctx, s.lifetime, s.plannedChange, s.Server.PlanResourceChange, req)
}

func (s server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return forward(ctx, s.lifetime, s.Server.ApplyResourceChange, req)
}

func (s server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return forward(ctx, s.lifetime, s.Server.ImportResourceState, req)
}

func (s server) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return forward(ctx, s.lifetime, s.Server.MoveResourceState, req)
}

func (s server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return forward(ctx, s.lifetime, s.Server.ValidateDataResourceConfig, req)
}

func (s server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return forward(ctx, s.lifetime, s.Server.ReadDataSource, req)
}

func (s server) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return forward(ctx, s.lifetime, s.Server.CallFunction, withNullArguments(req))
}

func (s server) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return forward(ctx, s.lifetime, s.Server.GenerateResourceConfig, req)
}

func (s server) ValidateEphemeralResourceConfig(ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return forward(ctx, s.lifetime, s.Server.ValidateEphemeralResourceConfig, req)
}

func (s server) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return forward(ctx, s.lifetime, s.Server.OpenEphemeralResource, req)
}

func (s server) RenewEphemeralResource(ctx context.Context, req *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return forward(ctx, s.lifetime, s.Server.RenewEphemeralResource, req)
}

func (s server) CloseEphemeralResource(ctx context.Context, req *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return forward(ctx, s.lifetime, s.Server.CloseEphemeralResource, req)
}

func (s server) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	return forward(ctx, s.lifetime, s.Server.ValidateListResourceConfig, req)
}

func (s server) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return forward(ctx, s.lifetime, s.Server.ValidateActionConfig, req)
}

func (s server) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return forward(ctx, s.lifetime, s.Server.PlanAction, req)
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
