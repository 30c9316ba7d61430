package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// warnOfUndocumentedFilters warns about filters that may be misspelled, which
// let no event pass. It is no error because Asana adds types and fields over
// time. Filters that the webhook has already are left out.
func warnOfUndocumentedFilters(ctx context.Context, planned, current types.Set, diags *diag.Diagnostics) {
	for _, element := range planned.Elements() {
		filter, ok := element.(types.Object)
		if !ok || filter.IsUnknown() || slices.ContainsFunc(current.Elements(), filter.Equal) {
			continue
		}
		var m filterModel
		diags.Append(filter.As(ctx, &m, basetypes.ObjectAsOptions{})...)
		at := path.Root("filters").AtSetValue(filter)
		resourceType := m.ResourceType.ValueString()
		if isUndocumented(resourceType) {
			addUndocumented(diags, at.AtName("resource_type"), "Undocumented resource type",
				fmt.Sprintf("Asana's documentation has no type %q.", resourceType), "The documented types are", asana.ResourceTypes())
		}
		if unknown := undescribed(knownNames(m.Fields), resourceType); len(unknown) > 0 {
			addUndocumented(diags, at.AtName("fields"), "Undocumented field",
				fmt.Sprintf("Asana's API describes no %s %s of a %s.", plural(len(unknown), "field"), quoted(unknown), resourceType), "The described fields are", asana.Attributes(resourceType))
		}
	}
}

// isUndocumented reports whether a type is none of those that Asana documents.
func isUndocumented(resourceType string) bool {
	return resourceType != "" && !slices.Contains(asana.ResourceTypes(), resourceType)
}

// undescribed returns the fields that Asana does not describe of a type, if it describes any.
func undescribed(fields []string, resourceType string) []string {
	described := asana.Attributes(resourceType)
	if len(described) == 0 {
		return nil
	}
	var names []string
	for _, name := range fields {
		if !slices.Contains(described, name) {
			names = append(names, name)
		}
	}
	return names
}

// addUndocumented adds a warning with a list of what is documented.
func addUndocumented(diags *diag.Diagnostics, at path.Path, summary, problem, lead string, documented []string) {
	diags.AddAttributeWarning(at, summary, fmt.Sprintf("Attribute %s: %s "+
		"Asana adds types and fields over time, so it may exist. A misspelled filter passes no event: check the spelling.\n\n%s %s.",
		attributeName(at), problem, lead, quoted(documented)))
}

// knownNames are the members of a set of fields that are known.
func knownNames(fields types.Set) []string {
	var names []string
	for _, element := range fields.Elements() {
		if name, ok := element.(types.String); ok && !name.IsUnknown() {
			names = append(names, name.ValueString())
		}
	}
	return names
}
