package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var _ function.Function = parseURLFunction{}

type parseURLFunction struct{}

func newParseURLFunction() function.Function { return parseURLFunction{} }

type objectURLModel struct {
	Type      types.String `tfsdk:"type"`
	GID       types.String `tfsdk:"gid"`
	Workspace types.String `tfsdk:"workspace"`
	Project   types.String `tfsdk:"project"`
}

func (parseURLFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_url"
}

func (parseURLFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Read the gids in the URL of an Asana object",
		MarkdownDescription: "Reads the URL of a page in Asana's web application, from the browser's address bar or from *Copy link*. It returns an object with these attributes:\n\n" +
			"- `type`: type of the object that the page shows: `task`, `project`, `section`, `tag`, `story` (a comment), `portfolio`, `goal`, `team`, `user` or `workspace`.\n" +
			"- `gid`: gid of that object, such as the `resource` of a webhook.\n" +
			"- `workspace`: gid of the workspace. Only the newer URLs, which begin with `/1/`, contain it. Null with others.\n" +
			"- `project`: gid of the project that contains the object, or of the project itself. Null if the URL has none.\n\n" +
			"For the pages of a whole workspace, such as `/1/WORKSPACE/home` and `/1/WORKSPACE/inbox`, `type` is `workspace`. " +
			"The older URLs, which begin with `/0/`, look the same for projects, tags and *My tasks*. `type` is `project` for all of them, and `gid` is correct for each. " +
			"The function does not call Asana, so the object need not exist.",
		Parameters: []function.Parameter{function.StringParameter{
			Name: "url",
			MarkdownDescription: "URL at `https://app.asana.com`, such as `/0/PROJECT/TASK` or `/1/WORKSPACE/project/PROJECT/task/TASK`. " +
				"The function ignores the query, the fragment and a final `/f`. Any other URL is an error.",
		}},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"type":      types.StringType,
			"gid":       types.StringType,
			"workspace": types.StringType,
			"project":   types.StringType,
		}},
	}
}

func (parseURLFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var s string
	if resp.Error = req.Arguments.Get(ctx, &s); resp.Error != nil {
		return
	}
	o, err := asana.ParseObjectURL(s)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, objectURLModel{
		Type:      types.StringValue(o.Type),
		GID:       types.StringValue(o.GID),
		Workspace: stringOrNull(o.Workspace),
		Project:   stringOrNull(o.Project),
	})
}
