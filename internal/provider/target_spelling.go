package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// targetKey is where a resource's private state has how Asana spells the target.
const targetKey = "target"

// Private state, as the framework passes it to a resource's methods.
type (
	privateReader interface {
		GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	}
	privateWriter interface {
		SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
	}
)

// rememberTarget keeps how Asana spells a webhook's target, if that is not how the
// configuration and the state spell it.
func rememberTarget(ctx context.Context, private privateWriter, state types.String, spelled string, diags *diag.Diagnostics) {
	if spelled == "" || spelled == state.ValueString() {
		return
	}
	value, _ := json.Marshal(spelled) // strings can be written
	diags.Append(private.SetKey(ctx, targetKey, value)...)
}

// keepSpelling returns the target of the state, unless Asana's spelling differs
// from the one that is remembered: then it is drift. Where none is remembered yet,
// another spelling of the same URL is none.
func keepSpelling(ctx context.Context, from privateReader, to privateWriter, state types.String, spelled string, diags *diag.Diagnostics) types.String {
	value, found := from.GetKey(ctx, targetKey)
	diags.Append(found...)
	var remembered string
	known := json.Unmarshal(value, &remembered) == nil && remembered != ""
	switch {
	case known && spelled == remembered:
		return state
	case !state.IsNull() && !known && asana.SameTarget(state.ValueString(), spelled):
		rememberTarget(ctx, to, state, spelled, diags)
		return state
	}
	return types.StringValue(spelled)
}
