package provider_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// state returns the attributes of the webhooks in the state file.
func (w *workdir) state(t *testing.T) []map[string]any {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(w.dir, "terraform.tfstate"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // nothing was ever stored
	case err != nil:
		t.Fatal(err)
	case len(b) == 0:
		return nil // by an engine that was killed
	}
	var state struct {
		Resources []struct {
			Type      string
			Instances []struct {
				Status     string
				Attributes map[string]any
			}
		}
	}
	if err := json.Unmarshal(b, &state); err != nil {
		t.Fatal(err)
	}
	var webhooks []map[string]any
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			if i.Status != "" {
				t.Errorf("an instance of %s is %s", r.Type, i.Status)
			}
			if r.Type == "asana_webhook" {
				webhooks = append(webhooks, i.Attributes)
			}
		}
	}
	return webhooks
}

// agrees expects that the webhooks in the state are those that the API has,
// but for the foreign ones, which must all be there still; that each secret is
// the true one; and that there are n.
func (a *api) agrees(t *testing.T, w *workdir, n int, foreign ...string) {
	t.Helper()
	secrets := map[string]string{}
	for _, hook := range a.Webhooks() {
		secrets[hook.GID] = hook.Secret
	}
	for _, gid := range foreign {
		if _, there := secrets[gid]; !there {
			t.Errorf("the foreign webhook %s was deleted", gid)
		}
		delete(secrets, gid)
	}
	state := w.state(t)
	if len(state) != n || len(secrets) != n {
		t.Errorf("%d webhooks in the state and %d in the API, want %d", len(state), len(secrets), n)
	}
	for _, attributes := range state {
		gid, _ := attributes["id"].(string)
		if secret, there := secrets[gid]; !there || attributes["secret"] != secret {
			t.Errorf("webhook %s in the state has no secret, or not the one that the API knows", gid)
		}
	}
}

// gids returns those of all webhooks that exist.
func (a *api) gids() []string {
	var gids []string
	for _, hook := range a.Webhooks() {
		gids = append(gids, hook.GID)
	}
	slices.Sort(gids)
	return gids
}
