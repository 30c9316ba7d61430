package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*webhookSecretEphemeral)(nil)

// webhookSecretEphemeral hands a new webhook's secret on, past state and plan.
type webhookSecretEphemeral struct{ data *providerData }

type webhookSecretModel struct {
	Webhook   types.String `tfsdk:"webhook"`
	Secret    types.String `tfsdk:"secret"`
	Available types.Bool   `tfsdk:"available"`
}

func newWebhookSecretEphemeral() ephemeral.EphemeralResource { return &webhookSecretEphemeral{} }

func (e *webhookSecretEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_webhook_secret"
}

func (e *webhookSecretEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Returns the secret of a webhook in the run that creates the webhook. Use it for write-only arguments of a secrets manager, so that the secret is never in a state or a plan file. " +
			"Set `secret_storage = \"none\"` in [`asana_webhook`](../resources/webhook.md). Requires Terraform 1.10 or OpenTofu 1.11. Write-only arguments require version 1.11 of either.\n\n" +
			"Asana returns the secret once, in its answer to the creation. The provider keeps it in memory until that run ends. In every other run, `secret` is null and `available` is `false`. The provider makes no call for this.",
		Attributes: map[string]schema.Attribute{
			"webhook": schema.StringAttribute{
				MarkdownDescription: "Gid of the webhook: the `id` of an `asana_webhook` that the same provider configuration manages.",
				Required:            true,
				Validators:          []validator.String{isGID},
			},
			"secret": schema.StringAttribute{
				MarkdownDescription: "Secret of the webhook, the `X-Hook-Secret` of its handshake, if this run created the webhook. This does not depend on its `secret_storage`. Null in every other run.",
				Computed:            true,
				Sensitive:           true,
			},
			"available": schema.BoolAttribute{
				MarkdownDescription: "Whether this run created the webhook, so that `secret` is set.",
				Computed:            true,
			},
		},
	}
}

func (e *webhookSecretEphemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

// Open looks the secret up in memory.
func (e *webhookSecretEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m webhookSecretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.Secret = types.StringNull()
	stored, _ := e.data.secrets.Load(m.Webhook.ValueString())
	secret, ok := stored.(asana.Secret)
	if ok {
		m.Secret = types.StringValue(secret.Reveal())
	}
	m.Available = types.BoolValue(ok)
	resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
}
