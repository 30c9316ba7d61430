package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// expired is Asana's refusal of the token of a page that is too old.
var expired = asanatest.Fault{Status: http.StatusBadRequest, Body: `{"errors":[{"message":"offset: Your pagination token has expired."}]}`}

// expire makes Asana refuse every second page of a list, some times.
func (a *api) expire(op asanatest.Op, times int) {
	for i := range times {
		f := expired
		f.Skip = 1 + i
		a.inject(f, op)
	}
}

// webhooksOf is a configuration that lists webhooks and shows how many there are.
func (a *api) webhooksOf() string {
	return a.provider("") + fmt.Sprintf(`
data "asana_webhooks" "all" {
  workspace = %q
}

output "gids" {
  value = "gids: ${join(" ", data.asana_webhooks.all.webhooks[*].id)}"
}
`, a.workspace)
}

// A token that expires in the middle of a list costs a second reading of it, and
// makes no webhook appear twice. If it expires again, the error says what to do.
func TestAccWebhooks_paginationTokenExpires(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for i := range 250 {
		a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: fmt.Sprintf("%s/%d", receivers, i)})
	}
	w := newWorkdir(t, a.webhooksOf())
	a.expire(asanatest.GetWebhooks, 1)
	out := w.apply(t)
	for _, hook := range a.Webhooks() {
		if n := strings.Count(out.text, hook.GID); n != 2 { // in the plan and in the end
			t.Fatalf("webhook %s is shown %d times", hook.GID, n)
		}
	}
	if n := a.calls(asanatest.GetWebhooks); n > 10 {
		t.Errorf("%d calls for three pages", n)
	}
	a.expire(asanatest.GetWebhooks, 2)
	w.run(t, "plan").contains(t, "Error: Webhooks not listed", "offset: Your pagination token has expired.",
		"started the list again once", "Apply again when fewer other requests use the token")
}

// The same for a look-up by name.
func TestAccProject_paginationTokenExpires(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for i := range 150 {
		a.AddProject(a.workspace, fmt.Sprintf("Project %d", i))
	}
	a.expire("getProjectsForWorkspace", 1)
	w := newWorkdir(t, a.provider("")+fmt.Sprintf(`
data "asana_project" "last" {
  workspace = %q
  name      = "Project 149"
}
`, a.workspace))
	w.apply(t)
}

// A list that can't be right ends with an error, however it goes on.
func TestAccWebhooks_listWithoutEnd(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		page func(n int) string
		most int // calls
		says string
	}{
		"offset repeats": {func(int) string { return `{"data":[],"next_page":{"offset":"again"}}` }, 2, "names the offset of an earlier page"},
		"more webhooks than Asana allows": {func(n int) string {
			var all []string
			for i := range 100 {
				all = append(all, fmt.Sprintf(`{"gid":"%d","resource":{"gid":"1"}}`, 100*n+i+1))
			}
			return fmt.Sprintf(`{"data":[%s],"next_page":{"offset":"%d"}}`, strings.Join(all, ","), n)
		}, 101, "more than the 10000 webhooks"},
		"page too large": {func(int) string { return `{"data":[` + strings.Repeat(" ", 5<<20) + `]}` }, 9, "too large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			var n atomic.Int32
			a.distort(t, func(_ *http.Request, _ []byte) []byte {
				text := tc.page(int(n.Add(1)))
				return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(text), text)
			})
			w := newWorkdir(t, strings.Replace(a.webhooksOf(), "base_url", "max_retries = 0\n  base_url", 1))
			out := w.run(t, "plan")
			out.contains(t, "Error: Webhooks not listed", "got an answer with status 200 that could not be read", tc.says)
			if n := int(n.Load()); n > tc.most {
				t.Errorf("%d calls", n)
			}
		})
	}
}
