package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// secretAdvice ends the warnings about secrets that the provider does not know.
const secretAdvice = "If you know the secret, set existing_secret to it: it becomes the attribute secret without a new webhook. If only the receiver has the secret, do nothing. To get a new secret, replace the webhook (terraform apply -replace=…), and configure the receiver with the new secret."

// warnOfUnknownSecrets warns, once in a run, about the webhooks that it imports.
// Terraform shows their gids itself. It does not fold warnings about imports,
// because it does not know where in the configuration they belong.
func (d *providerData) warnOfUnknownSecrets(diags *diag.Diagnostics) {
	d.warnings.add(diags, "Secret of imported webhook unknown",
		"Asana shows a webhook's secret only when it creates the webhook. The attributes secret and secret_sha256 of every webhook that this run imports are null, unless the configuration sets existing_secret; "+
			"Terraform lists the webhooks with their gids where it imports them.\n\n"+secretAdvice)
}

// warnOfUnknownSecret warns about a webhook whose state was moved without a
// secret.
func warnOfUnknownSecret(diags *diag.Diagnostics, gid string) {
	diags.AddWarning("Secret of moved webhook unknown", fmt.Sprintf(
		"Asana shows a webhook's secret only when it creates the webhook, and the moved state has no secret of webhook %s. So the attributes secret and secret_sha256 are null.\n\n%s",
		gid, secretAdvice))
}
