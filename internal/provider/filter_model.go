package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

type filterModel struct {
	ResourceType    types.String `tfsdk:"resource_type"`
	ResourceSubtype types.String `tfsdk:"resource_subtype"`
	Action          types.String `tfsdk:"action"`
	Fields          types.Set    `tfsdk:"fields"`
}

func filterType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"resource_type":    types.StringType,
		"resource_subtype": types.StringType,
		"action":           types.StringType,
		"fields":           types.SetType{ElemType: types.StringType},
	}}
}

// filtersOf reads filters as Asana gets them: none for null, for an empty set,
// and where one of them restricts nothing. All values must be known.
func filtersOf(ctx context.Context, set types.Set, diags *diag.Diagnostics) []asana.Filter {
	var models []filterModel
	diags.Append(set.ElementsAs(ctx, &models, false)...)
	filters := make([]asana.Filter, len(models))
	for i, m := range models {
		filters[i] = asana.Filter{
			ResourceType:    m.ResourceType.ValueString(),
			ResourceSubtype: m.ResourceSubtype.ValueString(),
			Action:          asana.Action(m.Action.ValueString()),
		}
		diags.Append(m.Fields.ElementsAs(ctx, &filters[i].Fields, false)...)
	}
	return asana.EffectiveFilters(filters)
}

// filtersValue writes filters; none is null, and so is each member that does
// not restrict anything.
func filtersValue(ctx context.Context, filters []asana.Filter, diags *diag.Diagnostics) types.Set {
	if len(filters) == 0 {
		return types.SetNull(filterType())
	}
	filters = asana.UniqueFilters(filters) // a set has no two members that are equal
	models := make([]filterModel, len(filters))
	for i, f := range filters {
		models[i] = filterModel{
			ResourceType:    stringOrNull(f.ResourceType),
			ResourceSubtype: stringOrNull(f.ResourceSubtype),
			Action:          stringOrNull(string(f.Action)),
			Fields:          types.SetNull(types.StringType),
		}
		if len(f.Fields) > 0 {
			fields, d := types.SetValueFrom(ctx, types.StringType, f.Fields)
			diags.Append(d...)
			models[i].Fields = fields
		}
	}
	set, d := types.SetValueFrom(ctx, filterType(), models)
	diags.Append(d...)
	return set
}

// isWhollyKnown reports whether neither a value nor anything in it is unknown.
func isWhollyKnown(ctx context.Context, v attr.Value) bool {
	tf, err := v.ToTerraformValue(ctx)
	return err == nil && tf.IsFullyKnown()
}

func actionList() string {
	var names []string
	for _, a := range asana.Actions() {
		names = append(names, "`"+string(a)+"`")
	}
	return strings.Join(names, ", ")
}
