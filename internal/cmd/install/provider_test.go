package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// TestMain serves the other provider where an engine has started this program as one.
func TestMain(m *testing.M) {
	if strings.HasPrefix(filepath.Base(os.Args[0]), "terraform-provider-example") {
		err := providerserver.Serve(context.Background(), func() provider.Provider { return otherProvider{} },
			providerserver.ServeOpts{Address: "registry.terraform.io/example/example"})
		if err != nil {
			panic(err)
		}
		return
	}
	os.Exit(m.Run())
}

// installOther puts this program into the mirror as example/example, a provider that a
// configuration has beside ours.
func installOther(t *testing.T, dir string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		platform := filepath.Join(dir, host, "example", "example", "1.2.3", runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(platform, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(self, filepath.Join(platform, "terraform-provider-example_v1.2.3")); err != nil {
			t.Fatal(err)
		}
	}
}

// otherProvider has one resource, example_text, that has nothing behind it.
type otherProvider struct{}

func (otherProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "example"
}

func (otherProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (otherProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (otherProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (otherProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return text{} }}
}

type text struct{}

func (text) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "example_text"
}

func (text) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"value": schema.StringAttribute{Required: true}}}
}

func (text) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (text) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (text) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (text) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
