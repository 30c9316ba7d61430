package provider_test

import (
	"context"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// standIns are the providers that tests need beside ours, by address. Each is
// this very test program, which the engine finds under the provider's name.
// OpenTofu looks for them at its own registry, whatever a state says.
func standIns() []string {
	var addresses []string
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		for _, name := range []string{"hashicorp/aws", "hashicorp/azurerm", "hashicorp/google", "hashicorp/kubernetes", "hashicorp/vault", "mastercard/restapi", "magodo/restful", "devops-rob/terracurl", "hookdeck/hookdeck"} {
			addresses = append(addresses, host+"/"+name)
		}
	}
	return addresses
}

// installStandIn puts this program into a folder as a provider of a type.
func installStandIn(dir, typeName string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.Symlink(self, filepath.Join(dir, "terraform-provider-"+typeName))
}

// serveStandIn is the main function of a stand-in.
func serveStandIn(typeName string) {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return standIn{typeName} },
		providerserver.ServeOpts{Address: "registry.terraform.io/stand-in/" + typeName})
	if err != nil {
		panic(err)
	}
}

// standIn is a provider with the secrets managers that the documentation shows. The
// others have no resources: state that moves away from a provider needs it only to
// be there.
type standIn struct{ typeName string }

func (p standIn) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = p.typeName
}

func (standIn) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (standIn) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (standIn) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p standIn) Resources(context.Context) []func() resource.Resource {
	if p.typeName == "vault" {
		return []func() resource.Resource{func() resource.Resource { return vaultSecret{} }}
	}
	return secretsManagersOf(p.typeName)
}
