package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

var _ function.StringParameterValidator = isNotEmptySecret{}

// rawBody tells what a string in Terraform can't be.
const rawBody = "Asana signs the raw bytes of the body. Pass it exactly as it was received: JSON that was decoded and encoded again has another signature. " +
	"Terraform keeps strings as UTF-8 in Unicode's composed form (NFC), so a body that is not in that form can't be handled here."

// No parameter takes null: OpenTofu 1.12 passes it on in a form that the
// framework can't read.
func secretParameter() function.StringParameter {
	return function.StringParameter{
		Name: "secret",
		MarkdownDescription: "Secret of the webhook (`X-Hook-Secret`), such as `asana_webhook.example.secret`, taken as it stands. " +
			"It must not be empty or null; the attribute is null after an import, and then the secret has to come from where it is kept.",
		Validators: []function.StringParameterValidator{isNotEmptySecret{}},
	}
}

func bodyParameter() function.StringParameter {
	return function.StringParameter{Name: "body", MarkdownDescription: "Raw body of the delivery."}
}

// isNotEmptySecret refuses what would make the signature anybody's.
type isNotEmptySecret struct{}

func (isNotEmptySecret) ValidateParameterString(_ context.Context, req function.StringParameterValidatorRequest, resp *function.StringParameterValidatorResponse) {
	if req.Value.ValueString() == "" && !req.Value.IsUnknown() {
		resp.Error = function.NewArgumentFuncError(req.ArgumentPosition, "the secret is empty: anybody could make signatures with it")
	}
}
