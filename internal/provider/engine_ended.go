package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// deleteUnstoredTimeout bounds the deletion of a webhook whose secret nobody stores.
const deleteUnstoredTimeout = time.Minute

// deleteUnstored deletes a new webhook whose secret nobody stores: it would block the
// next one. The log and the diagnostic are for a debugger: Terraform reads neither.
func (d *providerData) deleteUnstored(ctx context.Context, diags *diag.Diagnostics, gid string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), deleteUnstoredTimeout)
	defer cancel()
	tflog.Warn(ctx, "Terraform has ended before it could store the secret of a new webhook: deleting the webhook", map[string]any{"webhook": gid})
	if _, err := d.registrar.Delete(ctx, gid); err != nil {
		d.addFailure(diags, failure{"Webhook not deleted", "webhook " + gid, err})
		return
	}
	diags.AddError("New webhook deleted", fmt.Sprintf("Terraform ended before it could store the secret of webhook %s, so the provider deleted the webhook. Apply again.", gid))
}
