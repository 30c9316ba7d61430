package asana_test

import (
	"context"
	"errors"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// A cache on the way may answer with another record than the one that was asked
// for. Nothing of it is believed.
func TestClient_unexpectedRecord(t *testing.T) {
	t.Parallel()
	const other = `{"data":{"gid":"2","resource":{"gid":"5"}},"X-Hook-Secret":"s"}`
	for name, call := range map[string]func(context.Context, *asana.Client) error{
		"webhook":         getOne,
		"updated webhook": putOne,
		"created webhook": postOne,
		"project":         func(ctx context.Context, c *asana.Client) error { _, err := c.GetProject(ctx, "7"); return err },
		"portfolio":       func(ctx context.Context, c *asana.Client) error { _, err := c.GetPortfolio(ctx, "7"); return err },
		"team":            func(ctx context.Context, c *asana.Client) error { _, err := c.GetTeam(ctx, "7"); return err },
		"workspace":       func(ctx context.Context, c *asana.Client) error { _, err := c.GetWorkspace(ctx, "7"); return err },
		"user":            func(ctx context.Context, c *asana.Client) error { _, err := c.GetUser(ctx, "7"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := call(t.Context(), newClient(t, script(respond(200, other))))
			lost, ok := errors.AsType[*asana.TransportError](err)
			if _, mistaken := errors.AsType[*asana.UnexpectedRecordError](err); !mistaken || !ok || !lost.Sent {
				t.Errorf("got %v", err)
			}
		})
	}
	for _, user := range []string{"me", "ann@example.com"} {
		if _, err := newClient(t, script(respond(200, other))).GetUser(t.Context(), user); err != nil {
			t.Errorf("%s: %v", user, err)
		}
	}
}

func TestClient_listOfAnotherResource(t *testing.T) {
	t.Parallel()
	const list = `{"data":[{"gid":"1","resource":{"gid":"5"},"target":"https://e.example/"},{"gid":"2","resource":{"gid":"6"},"target":"https://e.example/"}],"next_page":null}`
	c := newClient(t, script(respond(200, list)))
	found, err := c.FindWebhook(t.Context(), asana.WebhookQuery{Workspace: "9", Resource: "6", Target: "https://e.example/"})
	if err != nil || found.GID != "2" {
		t.Errorf("got %v, %v", found, err)
	}
}
