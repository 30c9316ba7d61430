package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// secretsManager stands in for a resource of another provider with a write-only
// argument, and checks its configuration as that provider does.
type secretsManager struct {
	typeName  string
	arguments []string // that are texts
	value     string   // the write-only argument
	others    []string // of which and value exactly one must be set
	version   string
	minimum   int64 // of the version
	isMap     bool  // the value
	replaced  bool  // by a new version
}

// secretsManagers are as in the source of hashicorp/aws 6, azurerm 5, google 7 and
// kubernetes 3.
var secretsManagers = []secretsManager{
	{
		typeName: "aws_secretsmanager_secret_version", arguments: []string{"secret_id"},
		value: "secret_string_wo", version: "secret_string_wo_version", replaced: true,
	},
	{
		typeName: "aws_ssm_parameter", arguments: []string{"name", "type", "value", "insecure_value"},
		value: "value_wo", others: []string{"value", "insecure_value"}, version: "value_wo_version",
	},
	{
		typeName: "azurerm_key_vault_secret", arguments: []string{"name", "key_vault_id", "value"},
		value: "value_wo", others: []string{"value"}, version: "value_wo_version", minimum: 1,
	},
	{
		typeName: "google_secret_manager_secret_version", arguments: []string{"secret", "deletion_policy", "secret_data"},
		value: "secret_data_wo", others: []string{"secret_data"}, version: "secret_data_wo_version", replaced: true,
	},
	{
		typeName: "kubernetes_secret_v1",
		value:    "data_wo", version: "data_wo_revision", minimum: 1, isMap: true,
	},
}

// secretsManagersOf lists the resources of a provider.
func secretsManagersOf(provider string) []func() resource.Resource {
	var found []func() resource.Resource
	for _, m := range secretsManagers {
		if strings.HasPrefix(m.typeName, provider+"_") {
			found = append(found, func() resource.Resource { return m })
		}
	}
	return found
}

func (m secretsManager) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = m.typeName
}

func (m secretsManager) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{m.value: schema.StringAttribute{Optional: true, WriteOnly: true}}
	if m.isMap {
		attributes[m.value] = schema.MapAttribute{ElementType: types.StringType, Optional: true, WriteOnly: true}
	}
	var modifiers []planmodifier.Int64
	if m.replaced {
		modifiers = append(modifiers, int64planmodifier.RequiresReplace())
	}
	attributes[m.version] = schema.Int64Attribute{Optional: true, PlanModifiers: modifiers}
	for _, name := range m.arguments {
		attributes[name] = schema.StringAttribute{Optional: true}
	}
	metadata := schema.NestedBlockObject{Attributes: map[string]schema.Attribute{"name": schema.StringAttribute{Required: true}}}
	resp.Schema = schema.Schema{
		Attributes: attributes,
		Blocks:     map[string]schema.Block{"metadata": schema.ListNestedBlock{NestedObject: metadata}},
	}
}

// ValidateConfig makes the checks that providers declare with RequiredWith,
// ExactlyOneOf and IntAtLeast. A value that is not known yet counts as set.
func (m secretsManager) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	arguments := map[string]tftypes.Value{}
	if err := req.Config.Raw.As(&arguments); err != nil {
		resp.Diagnostics.AddError("Unreadable configuration", err.Error())
		return
	}
	isSet := func(name string) bool { return !arguments[name].IsNull() }
	if isSet(m.value) != isSet(m.version) {
		resp.Diagnostics.AddError("Missing required argument", fmt.Sprintf("%q: all of `%s,%s` must be specified", m.value, m.value, m.version))
	}
	if alternatives := append(slices.Clone(m.others), m.value); len(m.others) > 0 {
		set := slices.DeleteFunc(slices.Clone(alternatives), func(name string) bool { return !isSet(name) })
		if len(set) != 1 {
			resp.Diagnostics.AddError("Invalid combination of arguments", "one of `"+strings.Join(alternatives, ",")+"` must be specified")
		}
	}
	var version types.Int64
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(m.version), &version)...)
	if !version.IsNull() && !version.IsUnknown() && version.ValueInt64() < m.minimum {
		resp.Diagnostics.AddError("Version too small", fmt.Sprintf("expected %s to be at least (%d)", m.version, m.minimum))
	}
}

func (m secretsManager) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	m.write(ctx, req.Config, &resp.Diagnostics)
	resp.State.Raw = req.Plan.Raw
}

func (secretsManager) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update writes only what has a new version.
func (m secretsManager) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var before, after types.Int64
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(m.version), &before)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(m.version), &after)...)
	if !before.Equal(after) {
		m.write(ctx, req.Config, &resp.Diagnostics)
	}
	resp.State.Raw = req.Plan.Raw
}

// Delete destroys the stored secret where the real resource does.
func (m secretsManager) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if !slices.Contains(m.arguments, "deletion_policy") {
		return
	}
	var policy types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("deletion_policy"), &policy)...)
	if policy.ValueString() != "ABANDON" {
		m.send(ctx, destroyed, &resp.Diagnostics)
	}
}

// destroyed stands for a secret that was destroyed.
const destroyed = "(destroyed)"

func (m secretsManager) write(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var secret types.String
	at := path.Root(m.value)
	if m.isMap {
		at = at.AtMapKey("secret")
	}
	diags.Append(config.GetAttribute(ctx, at, &secret)...)
	m.send(ctx, secret.ValueString(), diags)
}

// send records the write at the server that also stands in for Vault.
func (m secretsManager) send(ctx context.Context, secret string, diags *diag.Diagnostics) {
	body, err := json.Marshal(map[string]any{"data": map[string]string{"resource": m.typeName, "secret": secret}})
	if err != nil {
		diags.AddError("Error encoding", err.Error())
		return
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, os.Getenv("VAULT_ADDR"), bytes.NewReader(body))
	if err != nil {
		diags.AddError("Error writing", err.Error())
		return
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		diags.AddError("Error writing", err.Error())
		return
	}
	resp.Body.Close()
}

// secretsOf lists what was written to each secrets manager.
func (v *vault) secretsOf() map[string][]string {
	v.mu.Lock()
	defer v.mu.Unlock()
	found := map[string][]string{}
	for _, w := range v.writes {
		typeName, _ := w["resource"].(string)
		secret, _ := w["secret"].(string)
		found[typeName] = append(found[typeName], secret)
	}
	return found
}
