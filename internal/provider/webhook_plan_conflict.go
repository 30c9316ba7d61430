package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// planLookupTime is how long a plan waits to find out whether a pair is taken.
const planLookupTime = 5 * time.Second

// warnOfConflicts warns of a planned creation whose resource and target have a
// webhook already, or another creation in the same plan. It is no error: a webhook
// can be deleted or renamed in the same apply.
func (r *webhookResource) warnOfConflicts(ctx context.Context, plan webhookModel, diags *diag.Diagnostics) {
	if plan.Resource.IsUnknown() || plan.Target.IsUnknown() || r.data == nil || r.data.client == nil {
		return
	}
	d := r.data
	pair := pairOf(plan.Resource.ValueString(), plan.Target.ValueString())
	creation := creates{target: plan.Target.ValueString(), replace: plan.ReplaceExisting.ValueBool()}
	if !d.planned.addCreation(pair) {
		diags.AddAttributeWarning(path.Root("target"), "Duplicate webhook in configuration",
			fmt.Sprintf("Another block of this plan also creates a webhook on resource %s with the target %s.\n\n%s", pair.resource, shownTarget(creation.target), onePerPair))
		return
	}
	ctx, cancel := context.WithTimeout(ctx, planLookupTime)
	defer cancel()
	taken, known := d.client.FindConflict(ctx, pair.resource, creation.target)
	if !known {
		d.planned.addPending(pair, creation)
	}
	if taken != nil {
		d.warnOfExisting(creation, taken, diags)
	}
	for postponed, w := range d.planned.takeKnown(d.client) {
		d.warnOfExisting(postponed, w, diags)
	}
}

// warnOfExisting says which webhook has the pair of a planned creation, and what the
// apply is going to do.
func (d *providerData) warnOfExisting(c creates, w *asana.Webhook, diags *diag.Diagnostics) {
	if _, replaced := d.planned.replaced.Load(w.GID); replaced || d.registrar.IsOwn(w.GID) {
		return // the plan replaces it, or this run has deleted or created it
	}
	_, managed := d.planned.managed.Load(w.GID)
	diags.AddAttributeWarning(path.Root("target"), "Webhook already exists", joined([]string{
		fmt.Sprintf("Webhook %s on resource %s already has the target %s. It was created %s, and %s.",
			w.GID, w.Resource.GID, shownTarget(c.target), timeOfCreation(w), d.deliveryState(w)),
		consequence(c, w.GID, managed),
	}))
}

// consequence says what the apply will do, and what to do about it. A webhook that the
// state has can't be imported.
func consequence(c creates, gid string, managed bool) string {
	const inState = "The state of this configuration has that webhook. "
	replaced := fmt.Sprintf("The apply will delete webhook %s and register a new one with a new secret, because replace_existing is true.", gid)
	switch {
	case managed && c.replace:
		return inState + "Unless this plan deletes or replaces its block, that block keeps the secret of a webhook that no longer exists.\n\n" + replaced
	case managed:
		return inState + "The apply will fail with an error, unless this plan deletes or replaces its block and Terraform deletes the webhook first.\n\n" +
			onePerPair + "\n\nIf you renamed the block, add a moved block: the webhook stays the same."
	case c.replace:
		return replaced
	}
	return "The apply will fail with an error, because Asana allows one webhook for each resource and target. " + importBlock(unmanaged, gid)
}

// deliveryState says whether a webhook delivers events.
func (d *providerData) deliveryState(w *asana.Webhook) string {
	switch {
	case !w.Active:
		return "it is inactive"
	case w.Failing():
		return "Asana fails to deliver its events"
	}
	return "Asana delivers its events"
}

const unmanaged = "no configuration manages the existing webhook"

// importBlock shows how to manage an existing webhook, on a condition.
func importBlock(condition, gid string) string {
	return fmt.Sprintf("If %s, import it (Asana does not show its secret again):\n\n"+
		"  import {\n    to = asana_webhook.NAME\n    id = %q\n  }", condition, gid)
}
