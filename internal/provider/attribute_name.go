package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// attributeName names the attribute at a path in the words of the
// configuration. The framework's own text of a path quotes a member of a set
// as a whole value, nulls included.
func attributeName(at path.Path) string {
	name, object := "", ""
	for _, step := range at.Steps() {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			name = strings.TrimPrefix(name+"."+string(step), ".")
		case path.PathStepElementKeyValue:
			if value, ok := step.Value.(types.Object); ok {
				name, object = "", " of "+objectName(strings.TrimSuffix(name, "s"), value)
			} else {
				name += fmt.Sprintf(" (element %s)", step.Value)
			}
		default:
			name += step.String()
		}
	}
	return name + object
}

// objectName names a member of a set of objects by the attributes that are set:
// members of a set have no index.
func objectName(kind string, value types.Object) string {
	var set []string
	attributes := value.Attributes()
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if text := configuredText(attributes[name]); text != "" {
			set = append(set, name+" "+text)
		}
	}
	if len(set) == 0 {
		return "a " + kind
	}
	return "the " + kind + " with " + enumeration(set)
}

// configuredText returns a value as a configuration writes it, or the empty
// string for one that restricts nothing or is not known.
func configuredText(value attr.Value) string {
	switch value := value.(type) {
	case types.String:
		if value.ValueString() != "" {
			return value.String()
		}
	case types.Set:
		var elements []string
		for _, element := range value.Elements() {
			if element.IsNull() {
				elements = append(elements, "null")
			} else {
				elements = append(elements, element.String())
			}
		}
		if len(elements) > 0 {
			return "[" + strings.Join(elements, ", ") + "]"
		}
	}
	return ""
}
