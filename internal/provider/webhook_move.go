package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// MoveState moves webhooks from the resources of other providers that registered them.
func (r *webhookResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveState}}
}

// moveState turns the state of such a resource into that of a webhook, without a call: the
// refresh that follows asks Asana.
func (r *webhookResource) moveState(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	source, ok := moveSourceFor(req.SourceProviderAddress, req.SourceTypeName)
	if !ok {
		// The framework's own error names neither the types that can be moved
		// nor another way.
		addError(&resp.Diagnostics, "State can't be moved",
			fmt.Sprintf("A %s of %s can't become an asana_webhook. These types can: %s.", req.SourceTypeName, req.SourceProviderAddress, movableTypes()),
			importInstead(req.SourceTypeName, "GID"), gidAdvice)
		return
	}
	found, err := source.read(req.SourceRawState.JSON)
	if err != nil {
		addNotMoved(&resp.Diagnostics, source, found.GID, err)
		return
	}

	// An attribute that is set makes an object of the state, whose other
	// attributes are null, each of its own type.
	resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("id"), found.GID)...)
	var m webhookModel
	resp.Diagnostics.Append(resp.TargetState.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.setRecord(ctx, &found.Webhook, &resp.Diagnostics)
	m.setDefaults()
	if found.secret == "" {
		warnOfUnknownSecret(&resp.Diagnostics, found.GID)
	} else {
		m.setSecret(found.secret)
	}
	r.store(ctx, m, &resp.TargetState, resp.TargetIdentity, &resp.Diagnostics)
}

// addNotMoved says why a state can't be moved, and what to do instead.
func addNotMoved(diags *diag.Diagnostics, source moveSource, gid string, err error) {
	if gid == "" {
		gid = "GID"
	}
	more := gidAdvice
	if errors.Is(err, errNoProperties) {
		more = ""
	}
	addError(diags, "State can't be moved",
		fmt.Sprintf("This %s can't become an asana_webhook, because %s.", source.typeName, err), importInstead(source.typeName, gid), more)
}

const gidAdvice = "The data source asana_webhooks lists your webhooks with their gids."

// importInstead says how to manage a webhook whose state can't be moved.
func importInstead(typeName, gid string) string {
	return fmt.Sprintf("If it is a webhook, import it instead. Delete the moved block, and let Terraform remove the %s from the state without deleting the webhook:\n\n"+
		"  removed {\n    from = %s.NAME\n    lifecycle {\n      destroy = false\n    }\n  }\n\n"+
		"  import {\n    to = asana_webhook.NAME\n    id = %q\n  }", typeName, typeName, gid)
}
