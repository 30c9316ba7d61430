package asana_test

import (
	"context"
	"iter"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// iterationError reads a list to its end and returns its error.
func iterationError[T any](list iter.Seq2[T, error]) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

// names looks for a name in a list.
func names(list asana.NameList) func(context.Context, *asana.Client) error {
	return func(ctx context.Context, c *asana.Client) error {
		_, err := c.Names(ctx, list, "Launch")
		return err
	}
}

// What a list is not asked for, it does not have.
func TestLists_query(t *testing.T) {
	t.Parallel()
	const webhookFields = "active%2Ccreated_at%2Cdelivery_retry_count%2Cfailure_deletion_timestamp%2Cfilters%2C" +
		"last_failure_at%2Clast_failure_content%2Clast_success_at%2Cnext_attempt_after%2Cresource%2Cresource.name%2Ctarget"
	const projectFields = "name%2Carchived%2Cpermalink_url%2Cteam"
	projects := func(o asana.ProjectListOptions) func(context.Context, *asana.Client) error {
		return func(ctx context.Context, c *asana.Client) error { return iterationError(c.ProjectRecords(ctx, o)) }
	}
	for want, call := range map[string]func(context.Context, *asana.Client) error{
		"webhooks?limit=100&opt_fields=" + webhookFields + "&resource=5&workspace=9": func(ctx context.Context, c *asana.Client) error {
			return iterationError(c.Webhooks(ctx, asana.WebhookListOptions{Workspace: "9", Resource: "5"}))
		},
		"webhooks?limit=100&opt_fields=" + webhookFields + "&workspace=9": func(ctx context.Context, c *asana.Client) error {
			return iterationError(c.Webhooks(ctx, asana.WebhookListOptions{Workspace: "9"}))
		},
		"workspaces?limit=100": func(ctx context.Context, c *asana.Client) error { return iterationError(c.Workspaces(ctx)) },

		"workspaces/9/projects?archived=false&limit=100&opt_fields=" + projectFields: projects(asana.ProjectListOptions{Workspace: "9"}),
		"teams/8/projects?archived=true&limit=100&opt_fields=" + projectFields:       projects(asana.ProjectListOptions{Team: "8", Archived: true}),
		"teams/8/projects?limit=100&opt_fields=" + projectFields:                     projects(asana.ProjectListOptions{Team: "8", IncludeArchived: true}),
		"portfolios/7/items?limit=100&opt_fields=" + projectFields:                   projects(asana.ProjectListOptions{Portfolio: "7"}),

		"workspaces/9/projects?limit=100":           names(asana.ProjectNames("9")),
		"projects/5/sections?limit=100":             names(asana.SectionNames("5")),
		"workspaces/9/tags?limit=100":               names(asana.TagNames("9")),
		"workspaces/9/teams?limit=100":              names(asana.TeamNames("9")),
		"portfolios?limit=100&owner=me&workspace=9": names(asana.PortfolioNames("9")),
		"users?limit=100&workspace=9":               names(asana.UserNames("9")),
	} {
		a := script(respond(200, `{"data":[],"next_page":null}`))
		if err := call(t.Context(), newClient(t, a)); err != nil {
			t.Errorf("%s: %v", want, err)
		} else if got := a.requests[0].URL.String(); got != "https://app.asana.com/api/1.0/"+want {
			t.Errorf("asked for %s, want %s", got, want)
		}
	}
}
