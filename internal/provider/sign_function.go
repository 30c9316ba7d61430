package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

var _ function.Function = signFunction{}

type signFunction struct{}

func newSignFunction() function.Function { return signFunction{} }

func (signFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "sign"
}

func (signFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Sign a body as Asana signs events",
		MarkdownDescription: "Returns the signature that Asana sends as `X-Hook-Signature` with a delivery: the HMAC-SHA256 of the body, keyed with the webhook's secret, as 64 lower-case hex digits. " +
			"Use it to make test events for a receiver. The result is sensitive if an argument is.\n\n" +
			"The result is null if the secret is null, so that a plan does not fail. `coalesce(provider::asana::sign(…), \"no secret\")` replaces null with another value.\n\n" + rawBody,
		Parameters: []function.Parameter{secretParameter(), bodyParameter()},
		Return:     function.StringReturn{},
	}
}

func (signFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var secret types.String
	var body string
	if resp.Error = req.Arguments.Get(ctx, &secret, &body); resp.Error != nil {
		return
	}
	signature := types.StringNull()
	if !secret.IsNull() {
		signature = types.StringValue(handshake.Sign(secret.ValueString(), []byte(body)))
	}
	resp.Error = resp.Result.Set(ctx, signature)
}
