package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// vaultSecret stands in for vault_kv_secret_v2 of the provider hashicorp/vault,
// as far as handing on a secret needs it.
type vaultSecret struct{}

type vaultSecretModel struct {
	Mount   types.String `tfsdk:"mount"`
	Name    types.String `tfsdk:"name"`
	Data    types.String `tfsdk:"data_json_wo"`
	Version types.Int64  `tfsdk:"data_json_wo_version"`
}

func (vaultSecret) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "vault_kv_secret_v2"
}

func (vaultSecret) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"mount":                schema.StringAttribute{Required: true},
		"name":                 schema.StringAttribute{Required: true},
		"data_json_wo":         schema.StringAttribute{Optional: true, WriteOnly: true},
		"data_json_wo_version": schema.Int64Attribute{Optional: true},
	}}
}

// ValidateConfig is as strict as the real one: a version needs data.
func (vaultSecret) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m vaultSecretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if m.Data.IsNull() && !m.Version.IsNull() {
		resp.Diagnostics.AddError("Missing required argument", "all of data_json_wo,data_json_wo_version must be specified")
	}
}

func (vaultSecret) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m vaultSecretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if err := m.send(ctx); err != nil {
		resp.Diagnostics.AddError("Error writing to Vault", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m.stored())...)
}

func (vaultSecret) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update writes only what has a new version.
func (vaultSecret) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m vaultSecretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if m.Version.Equal(versionIn(ctx, req.State)) {
		return
	}
	if err := m.send(ctx); err != nil {
		resp.Diagnostics.AddError("Error writing to Vault", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m.stored())...)
}

func (vaultSecret) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func versionIn(ctx context.Context, state tfsdk.State) types.Int64 {
	var m vaultSecretModel
	state.Get(ctx, &m)
	return m.Version
}

func (m vaultSecretModel) stored() vaultSecretModel {
	m.Data = types.StringNull()
	return m
}

func (m vaultSecretModel) send(ctx context.Context) error {
	url := fmt.Sprintf("%s/v1/%s/data/%s", os.Getenv("VAULT_ADDR"), m.Mount.ValueString(), m.Name.ValueString())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewBufferString(`{"data":`+m.Data.ValueString()+`}`))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the answer was %s", resp.Status)
	}
	return nil
}

// vault is the server that the fake provider writes to: what was written, in order.
type vault struct {
	url string

	mu     sync.Mutex
	broken bool
	before func() // a write
	writes []map[string]any
}

func newVault(t *testing.T) *vault {
	t.Helper()
	v := &vault{}
	server := httptest.NewServer(v)
	t.Cleanup(server.Close)
	v.url = server.URL
	return v
}

func (v *vault) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	before := v.before
	v.mu.Unlock()
	if before != nil {
		before()
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.broken {
		http.Error(w, "sealed", http.StatusServiceUnavailable)
		return
	}
	b, _ := io.ReadAll(r.Body)
	var body struct{ Data map[string]any }
	if err := json.Unmarshal(b, &body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	v.writes = append(v.writes, body.Data)
}

func (v *vault) setBroken(broken bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.broken = broken
}

// onWrite has something done before each write is taken up.
func (v *vault) onWrite(f func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.before = f
}

// secrets lists what was written under the key secret; nil stands for null.
func (v *vault) secrets() []any {
	v.mu.Lock()
	defer v.mu.Unlock()
	var secrets []any
	for _, w := range v.writes {
		secrets = append(secrets, w["secret"])
	}
	return secrets
}
