package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

var _ function.StringParameterValidator = isNotEmptySecret{}

// rawBody tells what a string in Terraform can't be.
const rawBody = "Asana signs the raw bytes of the body. Pass it exactly as it was received: JSON that was decoded and encoded again has another signature. " +
	"Terraform stores strings as UTF-8 in Unicode's composed form (NFC), so the function can't handle a body that is not in that form."

func secretParameter() function.StringParameter {
	return function.StringParameter{
		Name:           "secret",
		AllowNullValue: true,
		MarkdownDescription: "Secret of the webhook (`X-Hook-Secret`), such as `asana_webhook.example.secret`. Pass it as it is, without decoding. " +
			"It must not be empty. If it is null, the result is null. That attribute is null after an import without `existing_secret` and with `secret_storage = \"none\"`.",
		Validators: []function.StringParameterValidator{isNotEmptySecret{}},
	}
}

func bodyParameter() function.StringParameter {
	return function.StringParameter{Name: "body", MarkdownDescription: "Raw body of the delivery."}
}

// isNotEmptySecret refuses what would make the signature anybody's.
type isNotEmptySecret struct{}

func (isNotEmptySecret) ValidateParameterString(_ context.Context, req function.StringParameterValidatorRequest, resp *function.StringParameterValidatorResponse) {
	if req.Value.ValueString() == "" && !req.Value.IsUnknown() && !req.Value.IsNull() {
		resp.Error = function.NewArgumentFuncError(req.ArgumentPosition, "the secret is empty: anybody could make signatures with it")
	}
}
