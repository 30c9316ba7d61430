package provider

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var (
	_ datasource.DataSourceWithConfigure      = (*lookupDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*lookupDataSource)(nil)
)

// lookup is a kind of object that is looked up by gid or by another key, mostly the
// exact name. The kinds differ in their calls and in what they have beside the two.
type lookup struct {
	kind        string // "project": the data source is asana_project
	description string
	attributes  map[string]schema.Attribute // beside id, the key and the place; or in their stead
	key         string                      // the argument beside id
	place       string                      // the argument that says where to look for the key; empty: everywhere
	fallbackID  string                      // id to take if neither is given
	fallbackKey string                      // key to take if neither is given; without any of the two, one must be
	isID        validator.String

	// get fetches the object with a gid.
	get func(ctx context.Context, c *asana.Client, gid string) (values, error)
	// getBy fetches the object with a key in a place, where Asana can be asked for it.
	getBy func(ctx context.Context, c *asana.Client, place, key string) (values, error)
	// names is the list in which the key is looked for otherwise.
	names func(place string) asana.NameList
}

// values are those of attributes, by name.
type values map[string]any

// getAs returns the get of a lookup: a method of the client, and the values of its result.
func getAs[T any](get func(*asana.Client, context.Context, string) (*T, error), valuesOf func(*T) values) func(context.Context, *asana.Client, string) (values, error) {
	return func(ctx context.Context, c *asana.Client, gid string) (values, error) {
		object, err := get(c, ctx, gid)
		if err != nil {
			return nil, err
		}
		return valuesOf(object), nil
	}
}

// noun is what messages call such an object.
func (l lookup) noun() string { return strings.ReplaceAll(l.kind, "_", " ") }

type lookupDataSource struct {
	dataSource
	lookup
}

func (l lookup) dataSource() datasource.DataSource {
	return &lookupDataSource{dataSource{typeName: l.kind}, l}
}

func (l *lookupDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"id":   optionalComputed("Gid of the "+l.noun()+". Set it or the `"+l.key+"`.", l.isID),
		"name": optionalComputed("Name of the "+l.noun()+", exactly as Asana shows it, including upper and lower case. If no object has this name, or several have it, the error lists possible objects with their gids.", isNotEmpty),
	}
	if l.place == "workspace" {
		attributes["workspace"] = optionalComputed("Gid of the workspace or organization in which to look for the `"+l.key+"`. Defaults to the provider's `workspace`. With an `id`, it is the object's workspace.", isGID)
	}
	maps.Copy(attributes, l.attributes)
	resp.Schema = schema.Schema{MarkdownDescription: l.description, Attributes: attributes}
}

// lookupArguments are what a configuration says of the object.
type lookupArguments struct{ id, key, place types.String }

func (l *lookupDataSource) arguments(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (a lookupArguments) {
	diags.Append(config.GetAttribute(ctx, path.Root("id"), &a.id)...)
	diags.Append(config.GetAttribute(ctx, path.Root(l.key), &a.key)...)
	if l.place != "" {
		diags.Append(config.GetAttribute(ctx, path.Root(l.place), &a.place)...)
	}
	return a
}

// ValidateConfig wants one way of naming the object.
func (l *lookupDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	a := l.arguments(ctx, req.Config, &resp.Diagnostics)
	switch {
	case isSet(a.id) && isSet(a.key):
		resp.Diagnostics.AddAttributeError(path.Root(l.key), "Conflicting arguments", fmt.Sprintf("Attribute %s: Set the id or the %s of the %s, not both.", l.key, l.key, l.noun()))
	case a.id.IsNull() && a.key.IsNull() && l.fallbackID == "" && l.fallbackKey == "":
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Missing argument", fmt.Sprintf("Attribute id: Set the id or the %s of the %s.", l.key, l.noun()))
	case l.place == "project" && a.place.IsNull() && isSet(a.key):
		resp.Diagnostics.AddAttributeError(path.Root(l.place), "Missing argument", fmt.Sprintf("Attribute project: The provider looks up a %s by its %s in one project. Set the gid of the project.", l.noun(), l.key))
	}
}

// isSet reports whether a configuration has a value that is known.
func isSet(s types.String) bool { return !s.IsNull() && !s.IsUnknown() }

func (l *lookupDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	a := l.arguments(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !l.data.ready(&resp.Diagnostics) {
		return
	}
	defer l.data.addRunWarnings(&resp.Diagnostics)
	object := l.fetch(ctx, a, &resp.Diagnostics)
	for argument, value := range map[string]types.String{l.key: a.key, l.place: a.place} {
		if isSet(value) {
			delete(object, argument) // the state has it as it is configured
		}
	}
	for attribute, value := range object {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), value)...)
	}
}

// fetch returns the object's values, or reports why there are none.
func (l *lookupDataSource) fetch(ctx context.Context, a lookupArguments, diags *diag.Diagnostics) values {
	gid, key := a.id.ValueString(), a.key.ValueString()
	if gid == "" && key == "" {
		gid, key = l.fallbackID, l.fallbackKey
	}
	if key != "" {
		place, ok := l.placeOf(ctx, a.place, diags)
		switch {
		case !ok:
			return nil
		case l.getBy != nil:
			object, err := l.getBy(ctx, l.data.client, place, key)
			if err != nil {
				l.data.addFailure(diags, notRead(l.noun(), fmt.Sprintf("the %s of %s %q%s", l.noun(), l.key, key, l.where(place)), err))
			}
			return object
		}
		if gid = l.find(ctx, key, place, diags); gid == "" {
			return nil
		}
	}
	object, err := l.get(ctx, l.data.client, gid)
	if err != nil {
		l.data.addFailure(diags, notFound(l.noun(), l.noun()+" "+gid, err))
	}
	return object
}

// placeOf returns the gid of the place in which to look for a key, which is empty
// for a kind that has none, or reports that it is missing.
func (l *lookupDataSource) placeOf(ctx context.Context, argument types.String, diags *diag.Diagnostics) (gid string, ok bool) {
	if l.place != "workspace" {
		return argument.ValueString(), true
	}
	gid = l.data.workspaceOr(ctx, argument, diags)
	return gid, gid != ""
}

// where ends a description of an object that is looked for in a place.
func (l lookup) where(place string) string {
	if l.place == "" {
		return ""
	}
	return " in " + l.place + " " + place
}
