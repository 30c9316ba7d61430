package provider

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// webhooksQuery says which webhooks of a workspace are meant.
type webhooksQuery struct {
	Workspace    types.String `tfsdk:"workspace"`
	Resource     types.String `tfsdk:"resource"`
	TargetPrefix types.String `tfsdk:"target_prefix"`
}

// Descriptions of the arguments, for the data source and the list resource.
const (
	queryWorkspace    = "Gid of the workspace or organization whose webhooks are listed. Defaults to the provider's `workspace`."
	queryResource     = "Gid of the Asana object whose webhooks are listed. Null lists those of every object."
	queryTargetPrefix = "Prefix of the targets of the webhooks that are listed, compared exactly, including upper and lower case. Null lists webhooks with any target."
)

// webhooks yields them page by page, in the order of Asana's list.
func (q webhooksQuery) webhooks(ctx context.Context, c *asana.Client, workspace string) iter.Seq2[asana.Webhook, error] {
	all := c.Webhooks(ctx, asana.WebhookListOptions{Workspace: workspace, Resource: q.Resource.ValueString()})
	prefix := q.TargetPrefix.ValueString()
	return func(yield func(asana.Webhook, error) bool) {
		for w, err := range all {
			if err == nil && !strings.HasPrefix(w.Target, prefix) {
				continue
			}
			if !yield(w, err) {
				return
			}
		}
	}
}
