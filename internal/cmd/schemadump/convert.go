package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func newSchema(from *tfprotov6.Schema) *schema {
	if from == nil {
		return nil
	}
	return &schema{Version: from.Version, Block: newBlock(from.Block)}
}

func newAction(from *tfprotov6.ActionSchema) *action {
	return &action{Block: newBlock(from.Schema.Block)}
}

func newBlock(from *tfprotov6.SchemaBlock) *block {
	to := &block{
		Attributes:      newAttributes(from.Attributes),
		BlockTypes:      make(map[string]*nestedBlock, len(from.BlockTypes)),
		Description:     from.Description,
		DescriptionKind: kind(from.DescriptionKind),
		Deprecated:      from.Deprecated,
	}
	for _, b := range from.BlockTypes {
		to.BlockTypes[b.TypeName] = &nestedBlock{
			NestingMode: strings.ToLower(b.Nesting.String()),
			Block:       newBlock(b.Block),
			MinItems:    b.MinItems,
			MaxItems:    b.MaxItems,
		}
	}
	return to
}

func newAttributes(from []*tfprotov6.SchemaAttribute) map[string]*attribute {
	to := make(map[string]*attribute, len(from))
	for _, a := range from {
		to[a.Name] = &attribute{
			Type:            a.Type,
			NestedType:      newNestedAttribute(a.NestedType),
			Description:     a.Description,
			DescriptionKind: kind(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
	}
	return to
}

func newNestedAttribute(from *tfprotov6.SchemaObject) *nestedAttribute {
	if from == nil {
		return nil
	}
	return &nestedAttribute{
		Attributes:  newAttributes(from.Attributes),
		NestingMode: strings.ToLower(from.Nesting.String()),
	}
}

func newIdentity(from *tfprotov6.ResourceIdentitySchema) *identity {
	to := &identity{Version: from.Version, Attributes: make(map[string]*identityAttribute, len(from.IdentityAttributes))}
	for _, a := range from.IdentityAttributes {
		to.Attributes[a.Name] = &identityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return to
}

func newFunction(from *tfprotov6.Function) *function {
	to := &function{
		Summary:            from.Summary,
		Description:        from.Description,
		DeprecationMessage: from.DeprecationMessage,
		ReturnType:         from.Return.Type,
		VariadicParameter:  newParameter(from.VariadicParameter),
	}
	for _, p := range from.Parameters {
		to.Parameters = append(to.Parameters, newParameter(p))
	}
	return to
}

func newParameter(from *tfprotov6.FunctionParameter) *parameter {
	if from == nil {
		return nil
	}
	return &parameter{
		Name:        from.Name,
		Description: from.Description,
		IsNullable:  from.AllowNullValue,
		Type:        from.Type,
	}
}

func kind(from tfprotov6.StringKind) string {
	if from == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}
