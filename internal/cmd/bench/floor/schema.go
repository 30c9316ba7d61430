package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var _ json.Unmarshaler = (*typeJSON)(nil)

// schemas are those of the resource, as encoding/json writes the types of tfprotov6.
type schemas struct {
	Capabilities *tfprotov6.ServerCapabilities
	Resource     struct{ Block *block }
	Identity     struct{ IdentityAttributes []*identityAttribute }
}

// The types below are those of tfprotov6, apart from the types of attributes, which
// encoding/json can't read by itself.
type (
	block struct {
		tfprotov6.SchemaBlock
		Attributes []*attribute
	}
	attribute struct {
		tfprotov6.SchemaAttribute
		Type       *typeJSON
		NestedType *nestedType
	}
	nestedType struct {
		tfprotov6.SchemaObject
		Attributes []*attribute
	}
	identityAttribute struct {
		tfprotov6.ResourceIdentitySchemaAttribute
		Type *typeJSON
	}
	typeJSON struct{ tftypes.Type }
)

// UnmarshalJSON reads what MarshalJSON of the types in the schema writes: the name of a
// primitive type, or the kind of a collection and its elements' type.
func (t *typeJSON) UnmarshalJSON(text []byte) error {
	var name string
	if json.Unmarshal(text, &name) == nil {
		switch name {
		case "string":
			t.Type = tftypes.String
			return nil
		case "bool":
			t.Type = tftypes.Bool
			return nil
		}
		return fmt.Errorf("the schema has an attribute of the type %s", name)
	}
	var kind string
	var element typeJSON
	if err := json.Unmarshal(text, &[]any{&kind, &element}); err != nil {
		return err
	}
	switch kind {
	case "set":
		t.Type = tftypes.Set{ElementType: element.Type}
	case "map":
		t.Type = tftypes.Map{ElementType: element.Type}
	default:
		return fmt.Errorf("the schema has an attribute of the type %s", text)
	}
	return nil
}

// resource is the schema of the resource.
func (s *schemas) resource() *tfprotov6.Schema {
	b := s.Resource.Block.SchemaBlock
	b.Attributes = attributes(s.Resource.Block.Attributes)
	return &tfprotov6.Schema{Block: &b}
}

// identity is the schema of its identity.
func (s *schemas) identity() *tfprotov6.ResourceIdentitySchema {
	var identity tfprotov6.ResourceIdentitySchema
	for _, a := range s.Identity.IdentityAttributes {
		attribute := a.ResourceIdentitySchemaAttribute
		attribute.Type = a.Type.Type
		identity.IdentityAttributes = append(identity.IdentityAttributes, &attribute)
	}
	return &identity
}

func attributes(from []*attribute) []*tfprotov6.SchemaAttribute {
	to := make([]*tfprotov6.SchemaAttribute, len(from))
	for i, a := range from {
		attribute := a.SchemaAttribute
		if a.Type != nil {
			attribute.Type = a.Type.Type
		}
		if a.NestedType != nil {
			nested := a.NestedType.SchemaObject
			nested.Attributes = attributes(a.NestedType.Attributes)
			attribute.NestedType = &nested
		}
		to[i] = &attribute
	}
	return to
}
