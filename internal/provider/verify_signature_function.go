package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

var _ function.Function = verifySignatureFunction{}

type verifySignatureFunction struct{}

func newVerifySignatureFunction() function.Function { return verifySignatureFunction{} }

func (verifySignatureFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "verify_signature"
}

func (verifySignatureFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Check the signature of an event",
		MarkdownDescription: "Returns whether an `X-Hook-Signature` is the signature of the body with the webhook's secret (HMAC-SHA256). " +
			"Use it to find out why a receiver refuses events: it may have another secret, or something may have changed the body. " +
			"The comparison takes constant time. The result is sensitive if an argument is. To show it, use `nonsensitive`.\n\n" +
			"The result is null if the secret is null, so that a plan does not fail. A condition must not be null: write `coalesce(provider::asana::verify_signature(…), false)`, or `true` to let an unknown secret pass.\n\n" + rawBody,
		Parameters: []function.Parameter{
			secretParameter(),
			bodyParameter(),
			function.StringParameter{
				Name: "signature",
				MarkdownDescription: "Value of the header `X-Hook-Signature`. The function ignores the case of the hex digits, and white space around them. " +
					"If it is not a signature, or empty, the result is `false`.",
			},
		},
		Return: function.BoolReturn{},
	}
}

func (verifySignatureFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var secret types.String
	var body, signature string
	if resp.Error = req.Arguments.Get(ctx, &secret, &body, &signature); resp.Error != nil {
		return
	}
	genuine := types.BoolNull()
	if !secret.IsNull() {
		genuine = types.BoolValue(handshake.Verify(secret.ValueString(), []byte(body), signature))
	}
	resp.Error = resp.Result.Set(ctx, genuine)
}
