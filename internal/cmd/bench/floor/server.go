package main

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
)

var _ tfprotov6.ProviderServer = (*server)(nil)

const typeName = "floor_webhook"

// server answers what Terraform asks in a life of the resource; it would panic on the rest.
type server struct {
	tfprotov6.ProviderServer
	schemas schemas
}

func (s *server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities: s.schemas.Capabilities,
		Provider:           &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
		ResourceSchemas:    map[string]*tfprotov6.Schema{typeName: s.schemas.resource()},
	}, nil
}

func (s *server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{
		IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{typeName: s.schemas.identity()},
	}, nil
}

func (s *server) ValidateProviderConfig(_ context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: req.Config}, nil
}

func (s *server) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (s *server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (s *server) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (s *server) UpgradeResourceState(_ context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	state, err := msgPackOf(req.RawState.JSON)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{MsgPack: state}}, err
}

func (s *server) UpgradeResourceIdentity(_ context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return &tfprotov6.UpgradeResourceIdentityResponse{
		UpgradedIdentity: &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{JSON: req.RawIdentity.JSON}},
	}, nil
}

func (s *server) ReadResource(_ context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, NewIdentity: req.CurrentIdentity, Private: req.Private}, nil
}

// PlanResourceChange plans what is proposed, and unknown values for what a creation computes.
func (s *server) PlanResourceChange(_ context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp := &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.ProposedNewState, PlannedIdentity: req.PriorIdentity, PlannedPrivate: req.PriorPrivate,
	}
	if !isNull(req.PriorState) {
		return resp, nil
	}
	planned, err := s.replaceComputed(req.ProposedNewState, func(ty tftypes.Type, _ string) tftypes.Value {
		return tftypes.NewValue(ty, tftypes.UnknownValue)
	})
	resp.PlannedState = planned
	return resp, err
}

// ApplyResourceChange fills in what a creation computes.
func (s *server) ApplyResourceChange(_ context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp := &tfprotov6.ApplyResourceChangeResponse{NewState: req.PlannedState, NewIdentity: req.PlannedIdentity, Private: req.PlannedPrivate}
	if isNull(req.PlannedState) || !isNull(req.PriorState) {
		return resp, nil
	}
	state, err := s.replaceComputed(req.PlannedState, computedValue)
	if err != nil {
		return nil, err
	}
	identityType := s.schemas.identity().ValueType()
	identity, err := tfprotov6.NewDynamicValue(identityType, tftypes.NewValue(identityType, map[string]tftypes.Value{
		"gid": tftypes.NewValue(tftypes.String, gid),
	}))
	resp.NewState, resp.NewIdentity = state, &tfprotov6.ResourceIdentityData{IdentityData: &identity}
	return resp, err
}

// replaceComputed replaces the computed attributes that have no value.
func (s *server) replaceComputed(from *tfprotov6.DynamicValue, by func(ty tftypes.Type, name string) tftypes.Value) (*tfprotov6.DynamicValue, error) {
	schema := s.schemas.resource()
	v, err := from.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}
	var values map[string]tftypes.Value
	if err := v.As(&values); err != nil {
		return nil, err
	}
	for _, a := range schema.Block.Attributes {
		if a.Computed && (values[a.Name].IsNull() || !values[a.Name].IsKnown()) {
			values[a.Name] = by(a.Type, a.Name)
		}
	}
	to, err := tfprotov6.NewDynamicValue(v.Type(), tftypes.NewValue(v.Type(), values))
	return &to, err
}

// isNull reports whether Terraform sent null, which is one byte in MessagePack.
func isNull(v *tfprotov6.DynamicValue) bool { return bytes.Equal(v.MsgPack, []byte{0xc0}) }

// msgPackOf converts a value that has no numbers. Terraform could read JSON, too, but takes
// longer for it than this does.
func msgPackOf(text []byte) ([]byte, error) {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, err
	}
	return msgpack.Marshal(value)
}
