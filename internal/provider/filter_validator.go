package provider

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var _ validator.Set = hasNoNulls{}

// hasNoNulls refuses a set with a null member, which stands for nothing that
// Asana knows.
type hasNoNulls struct{}

func (hasNoNulls) Description(context.Context) string { return "must not contain null" }

func (v hasNoNulls) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (hasNoNulls) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if slices.ContainsFunc(req.ConfigValue.Elements(), attr.Value.IsNull) {
		resp.Diagnostics.AddAttributeError(req.Path, "Null value in set",
			attributeDetail(req.Path, errors.New("the set contains null: remove that element")))
	}
}
