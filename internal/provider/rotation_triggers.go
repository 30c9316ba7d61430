package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// rotateOnChange makes a new webhook when its triggers change. The first
// triggers are a starting point, not a change: whoever imports a webhook into
// a configuration that has some would otherwise lose it at once, and whoever
// only means to rotate from next month on would rotate today. For the same
// reason nothing rotates when the triggers are given up.
func rotateOnChange() planmodifier.Map {
	const why = "The webhook is replaced when its triggers change."
	return mapplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.MapRequest, resp *mapplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = rotates(req.StateValue, req.PlanValue)
		}, why, why)
}

// rotates reports whether a change of the triggers replaces the webhook.
func rotates(state, plan types.Map) bool {
	before := len(state.Elements()) > 0
	after := plan.IsUnknown() || len(plan.Elements()) > 0
	return before && after && !plan.Equal(state)
}
