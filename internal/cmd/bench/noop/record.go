package main

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// record is a thing as large as a webhook: Terraform's own work grows with the
// size of what it keeps in the state, which it writes after every change.
type record struct{ thing }

// computed are the lengths of what a webhook has computed attributes for.
var computed = map[string]int{
	"id": 16, "secret": 32, "secret_sha256": 64, "active": 4, "created_at": 24,
	"resource_name": 5, "resource_type": 7, "replace_existing": 5, "secret_storage": 5,
}

func (record) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "noop_record"
}

func (record) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"resource":          schema.StringAttribute{Required: true},
		"target":            schema.StringAttribute{Required: true},
		"filters":           schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"rotation_triggers": schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"timeouts":          schema.MapAttribute{Optional: true, ElementType: types.StringType},
	}}
	for name := range computed {
		resp.Schema.Attributes[name] = schema.StringAttribute{
			Computed: true, Sensitive: name == "secret",
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
}

func (record) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"gid": identityschema.StringAttribute{RequiredForImport: true},
	}}
}

func (record) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	for name, length := range computed {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), types.StringValue(strings.Repeat("1", length)))...)
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("gid"), types.StringValue("1"))...)
}

func (record) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("gid"), types.StringValue("1"))...)
}
