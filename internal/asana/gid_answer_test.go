package asana_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// A gid ends up in messages, in paths and in the state: what is none does not
// get in, wherever in a record it stands.
func TestClient_recordWithoutGID(t *testing.T) {
	t.Parallel()
	bad := []string{`\u001b[31m7`, `7 or 8`, `../7`, strings.Repeat("7", 100), ``}
	record := func(s string) string { return `{"data":{"gid":"` + s + `"}}` }
	within := func(name string) func(string) string {
		return func(s string) string {
			if s == "" {
				s = "-" // no gid means that there is no such object
			}
			return `{"data":{"gid":"7","` + name + `":{"gid":"` + s + `"}}}`
		}
	}
	for name, tc := range map[string]struct {
		body func(string) string
		call func(*asana.Client) error
	}{
		"webhook":             {record, func(c *asana.Client) error { _, err := c.GetWebhook(t.Context(), "7"); return err }},
		"webhook's resource":  {within("resource"), func(c *asana.Client) error { _, err := c.GetWebhook(t.Context(), "7"); return err }},
		"project":             {record, func(c *asana.Client) error { _, err := c.GetProject(t.Context(), "7"); return err }},
		"project's workspace": {within("workspace"), func(c *asana.Client) error { _, err := c.GetProject(t.Context(), "7"); return err }},
		"project's team":      {within("team"), func(c *asana.Client) error { _, err := c.GetProject(t.Context(), "7"); return err }},
		"portfolio":           {record, func(c *asana.Client) error { _, err := c.GetPortfolio(t.Context(), "7"); return err }},
		"portfolio's owner":   {within("owner"), func(c *asana.Client) error { _, err := c.GetPortfolio(t.Context(), "7"); return err }},
		"portfolio's place":   {within("workspace"), func(c *asana.Client) error { _, err := c.GetPortfolio(t.Context(), "7"); return err }},
		"team":                {record, func(c *asana.Client) error { _, err := c.GetTeam(t.Context(), "7"); return err }},
		"team's organization": {within("organization"), func(c *asana.Client) error { _, err := c.GetTeam(t.Context(), "7"); return err }},
		"user":                {record, func(c *asana.Client) error { _, err := c.GetUser(t.Context(), "7"); return err }},
		"user's workspaces": {
			func(s string) string {
				return `{"data":{"gid":"7","workspaces":[{"gid":"1"},{"gid":"` + s + `"}]}}`
			},
			func(c *asana.Client) error { _, err := c.GetUser(t.Context(), "7"); return err },
		},
		"workspace": {record, func(c *asana.Client) error { _, err := c.GetWorkspace(t.Context(), "7"); return err }},
		"created webhook": {record, func(c *asana.Client) error {
			_, err := c.CreateWebhook(t.Context(), asana.WebhookRequest{Resource: "1", Target: "https://e.example/"})
			return err
		}},
		"section":         {record, func(c *asana.Client) error { _, err := c.GetSection(t.Context(), "7"); return err }},
		"tag":             {record, func(c *asana.Client) error { _, err := c.GetTag(t.Context(), "7"); return err }},
		"task list of":    {record, func(c *asana.Client) error { _, err := c.GetUserTaskListOf(t.Context(), "me", "1"); return err }},
		"updated webhook": {record, func(c *asana.Client) error { _, err := c.UpdateWebhookFilters(t.Context(), "7", nil); return err }},
		"list": {
			func(s string) string { return `{"data":[{"gid":"7"},{"gid":"` + s + `"}]}` },
			func(c *asana.Client) error {
				_, err := c.Names(t.Context(), asana.ProjectNames("1"), "")
				return err
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, gid := range bad {
				err := tc.call(newClient(t, script(respond(200, tc.body(gid)))))
				if _, ok := errors.AsType[*asana.UnreadableError](err); !ok {
					t.Fatalf("%q: got %v", gid, err)
				}
				if text := err.Error(); strings.Contains(text, "\x1b") || len(text) > 200 {
					t.Errorf("%q: unsafe text %q", gid, text)
				}
			}
			if err := tc.call(newClient(t, script(respond(200, tc.body("7"))))); err != nil {
				t.Errorf("a gid: %v", err)
			}
		})
	}
}
