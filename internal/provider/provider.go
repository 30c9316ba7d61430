// Package provider is the Terraform side: schemas, models and diagnostics.
// What Asana's API does is known to package asana.
package provider

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Address is where a registry knows the provider. Whoever publishes a fork
// changes it here and in the examples.
const Address = "registry.terraform.io/seed-a7d6d6c5/asana"

var (
	_ provider.ProviderWithValidateConfig     = (*asanaProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*asanaProvider)(nil)
	_ provider.ProviderWithListResources      = (*asanaProvider)(nil)
	_ provider.ProviderWithFunctions          = (*asanaProvider)(nil)
	_ provider.ProviderWithActions            = (*asanaProvider)(nil)
)

type asanaProvider struct {
	version     string
	engineEnded func() bool
	data        atomic.Pointer[providerData] // once it is configured
}

// New returns the provider. The version goes into the user agent. If engineEnded
// reports that Terraform has ended, the provider deletes a webhook that it has just
// created. Nil means that Terraform does not end.
func New(version string, engineEnded func() bool) provider.Provider {
	return &asanaProvider{version: version, engineEnded: engineEnded}
}

func (p *asanaProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "asana"
	resp.Version = p.version
}

func (p *asanaProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages [Asana webhooks](https://developers.asana.com/docs/webhooks-guide): it registers them and keeps the secret that signs their events.\n\n" +
			"Every argument is optional and has an environment variable. An argument takes precedence over its variable.",
		Attributes: map[string]schema.Attribute{
			"token": schema.StringAttribute{
				MarkdownDescription: "Personal access token, service account token or OAuth access token. Conflicts with `oauth`. Environment variable: `ASANA_ACCESS_TOKEN`.",
				Optional:            true,
				Sensitive:           true,
			},
			"oauth": oauthAttribute(),
			"workspace": schema.StringAttribute{
				MarkdownDescription: "Gid of the default workspace or organization. Set it also to reduce the number of calls: without it, a plan with many webhooks lists the webhooks of all workspaces of the user, one after the other. Environment variable: `ASANA_WORKSPACE`.",
				Optional:            true,
				Validators:          []validator.String{isGID},
			},
			"base_url": schema.StringAttribute{
				MarkdownDescription: "Address of the API, without a query. It must be `https`, or `http` to a loopback host. Defaults to `https://app.asana.com/api/1.0`. Environment variable: `ASANA_BASE_URL`.",
				Optional:            true,
				Validators:          []validator.String{isBaseURL},
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: "Maximum number of times that a request is repeated when Asana limits the rate, fails or can't be reached. From `0`, which turns repetition off, to `100`. Defaults to `8`. Environment variable: `ASANA_MAX_RETRIES`.",
				Optional:            true,
				Validators:          []validator.Int64{isRetryCount()},
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "Time limit for one attempt of a request, as a Go duration such as `45s`. The creation of a webhook always has at least 30 seconds, because the handshake happens inside the request. Defaults to `30s`. Environment variable: `ASANA_REQUEST_TIMEOUT`.",
				Optional:            true,
				Validators:          []validator.String{isTimeout},
			},
		},
	}
}

func (p *asanaProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		config.checkOneKind(&resp.Diagnostics)
	}
}

func (p *asanaProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	userAgent := fmt.Sprintf("terraform-provider-asana/%s Terraform/%s", p.version, req.TerraformVersion)
	data := config.configure(ctx, userAgent, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	data.engineEnded = p.engineEnded
	p.data.Store(data)
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.EphemeralResourceData = data
	resp.ListResourceData = data
	resp.ActionData = data
}

func (p *asanaProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newWebhookResource}
}

func (p *asanaProvider) DataSources(context.Context) []func() datasource.DataSource {
	all := []func() datasource.DataSource{newWebhookDataSource, newWebhooksDataSource, newProjectsDataSource}
	for _, l := range lookups() {
		all = append(all, l.dataSource)
	}
	return all
}

func (p *asanaProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newWebhookListResource}
}

func (p *asanaProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newWebhookSecretEphemeral}
}

func (p *asanaProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newParseURLFunction, newSignFunction, newVerifySignatureFunction}
}

func (p *asanaProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{newProbeTargetAction}
}
