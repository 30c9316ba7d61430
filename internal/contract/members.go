package contract

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// unknownMembers names the members of a value that its schema does not have.
// The document leaves additional members open everywhere, so that validating
// against it does not find a misspelt one.
func unknownMembers(schema *openapi3.SchemaRef, value any, at string) []string {
	if schema == nil {
		return nil
	}
	var unknown []string
	switch v := value.(type) {
	case map[string]any:
		properties := propertiesOf(schema)
		if len(properties) == 0 {
			return nil // an object of any form
		}
		for name, member := range v {
			if p, ok := properties[name]; ok {
				unknown = append(unknown, unknownMembers(p, member, at+"."+name)...)
			} else if !slices.Contains(undocumentedMembers, name) {
				unknown = append(unknown, at+"."+name)
			}
		}
	case []any:
		for i, element := range v {
			unknown = append(unknown, unknownMembers(itemsOf(schema), element, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	return unknown
}

// propertiesOf collects the properties of a schema and of those it consists of.
func propertiesOf(schema *openapi3.SchemaRef) openapi3.Schemas {
	all := openapi3.Schemas{}
	for name, p := range schema.Value.Properties {
		all[name] = p
	}
	for _, part := range schema.Value.AllOf {
		for name, p := range propertiesOf(part) {
			all[name] = p
		}
	}
	return all
}

func itemsOf(schema *openapi3.SchemaRef) *openapi3.SchemaRef {
	if schema.Value.Items != nil {
		return schema.Value.Items
	}
	for _, part := range schema.Value.AllOf {
		if items := itemsOf(part); items != nil {
			return items
		}
	}
	return nil
}
