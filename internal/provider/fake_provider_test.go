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

// fakeProviders are the providers that tests need beside ours, by address. Each is
// this very test program, which the engine finds under the provider's name.
// OpenTofu looks for them at its own registry, whatever a state says.
func fakeProviders() []string {
	var addresses []string
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		for _, name := range []string{"hashicorp/aws", "hashicorp/azurerm", "hashicorp/google", "hashicorp/kubernetes", "hashicorp/vault", "mastercard/restapi", "magodo/restful", "devops-rob/terracurl", "hookdeck/hookdeck"} {
			addresses = append(addresses, host+"/"+name)
		}
	}
	return addresses
}

// installFakeProvider puts this program into a folder as a provider of a type.
func installFakeProvider(dir, typeName string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.Symlink(self, filepath.Join(dir, "terraform-provider-"+typeName))
}

// serveFakeProvider is the main function of a fake provider.
func serveFakeProvider(typeName string) {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return fakeProvider{typeName} },
		providerserver.ServeOpts{Address: "registry.terraform.io/fake/" + typeName})
	if err != nil {
		panic(err)
	}
}

// fakeProvider is a provider with the secrets managers that the documentation shows. The
// others have no resources: state that moves away from a provider needs it only to
// be there.
type fakeProvider struct{ typeName string }

func (p fakeProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = p.typeName
}

func (fakeProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (fakeProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (fakeProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p fakeProvider) Resources(context.Context) []func() resource.Resource {
	if p.typeName == "vault" {
		return []func() resource.Resource{func() resource.Resource { return vaultSecret{} }}
	}
	return secretsManagersOf(p.typeName)
}
