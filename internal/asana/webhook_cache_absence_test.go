package asana_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// hidingTransport removes a webhook from lists, as when it moved to a
// page that was fetched before.
type hidingTransport struct {
	next http.RoundTripper
	gid  *string
}

func (h hidingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := h.next.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/webhooks") {
		return resp, err
	}
	defer resp.Body.Close()
	var page struct {
		Data     []map[string]any `json:"data"`
		NextPage any              `json:"next_page"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
		return nil, err
	}
	page.Data = slices.DeleteFunc(page.Data, func(w map[string]any) bool { return w["gid"] == *h.gid })
	text, err := json.Marshal(page)
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	return resp, err
}

// What the list does not show may exist all the same.
func TestReadWebhook_missingFromList(t *testing.T) {
	t.Parallel()
	var hidden string
	a := newAccount(t, 250, func(c *asana.Config) { c.Transport = hidingTransport{c.Transport, &hidden} })
	hidden = a.gids[150]
	a.read(t, slices.DeleteFunc(slices.Clone(a.gids), func(gid string) bool { return gid == hidden }), 1)
	if a.wasRequested(hidden) {
		t.Error("asked for too early")
	}
	a.read(t, []string{hidden}, 1)
	if !a.wasRequested(hidden) || a.wasRequested(a.gids[149]) || a.wasRequested(a.gids[151]) {
		t.Error("the one that the list lacks was not asked for, or its neighbours were")
	}
}

// wasRequested reports whether there was a request for one webhook.
func (a *account) wasRequested(gid string) bool {
	return slices.ContainsFunc(a.Requests(asanatest.GetWebhook), func(r asanatest.Request) bool { return strings.HasSuffix(r.Path, "/"+gid) })
}
