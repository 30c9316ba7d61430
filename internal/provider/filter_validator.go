package provider

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var (
	_ validator.Object = filterValidator{}
	_ validator.Set    = hasNoNulls{}
)

// filterValidator refuses fields without the action "changed".
type filterValidator struct{}

func (filterValidator) Description(context.Context) string {
	return `fields need the action "changed"`
}

func (v filterValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (filterValidator) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	var m filterModel
	resp.Diagnostics.Append(req.ConfigValue.As(ctx, &m, basetypes.ObjectAsOptions{})...)
	// Whether it may have elements is all that counts of the fields here.
	if resp.Diagnostics.HasError() || m.Action.IsUnknown() || m.Fields.IsUnknown() || len(m.Fields.Elements()) == 0 {
		return
	}
	if !m.Action.IsNull() && asana.CheckAction(m.Action.ValueString()) != nil {
		return // which is told of the action
	}
	if err := (asana.Filter{Action: asana.Action(m.Action.ValueString()), Fields: []string{"any"}}).Check(); err != nil {
		at := req.Path.AtName("fields")
		resp.Diagnostics.AddAttributeError(at, "Fields without changed", attributeDetail(at, err))
	}
}

// hasNoNulls refuses a set with a null member, which stands for nothing that
// Asana knows.
type hasNoNulls struct{}

func (hasNoNulls) Description(context.Context) string { return "must not contain null" }

func (v hasNoNulls) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (hasNoNulls) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if slices.ContainsFunc(req.ConfigValue.Elements(), attr.Value.IsNull) {
		resp.Diagnostics.AddAttributeError(req.Path, "Null in a set",
			attributeDetail(req.Path, errors.New("the set contains null: remove that member")))
	}
}
