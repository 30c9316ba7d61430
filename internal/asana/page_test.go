package asana_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// onePage is a page of a list with records and the offset of the next page, if any.
func onePage(next string, gids ...string) func(*http.Request) (*http.Response, error) {
	var records []string
	for _, gid := range gids {
		records = append(records, `{"gid":"`+gid+`"}`)
	}
	if next != "" {
		next = `{"offset":"` + next + `"}`
	} else {
		next = "null"
	}
	return respond(200, `{"data":[`+strings.Join(records, ",")+`],"next_page":`+next+`}`)
}

var expired = respond(400, `{"errors":[{"message":"offset: Your pagination token has expired."}]}`)

// listGIDs returns what a list yields.
func listGIDs(t *testing.T, a *scriptedTransport) (gids []string, err error) {
	t.Helper()
	for w, err := range newClient(t, a).Webhooks(t.Context(), asana.WebhookListOptions{Workspace: "9"}) {
		if err != nil {
			return gids, err
		}
		gids = append(gids, w.GID)
	}
	return gids, nil
}

// A list whose offset has expired is read again from its beginning, once; no record is yielded twice.
func TestWebhooks_offsetExpires(t *testing.T) {
	t.Parallel()
	type steps = []func(*http.Request) (*http.Response, error)
	otherwise := respond(400, `{"errors":[{"message":"Bad token","error":"invalid_offset"}]}`)
	for name, tc := range map[string]struct {
		steps steps
		want  string
		fails bool
	}{
		"second page":         {steps{onePage("a", "1", "2"), expired, onePage("b", "1", "2"), onePage("", "3")}, "1 2 3", false},
		"in other words":      {steps{onePage("a", "1"), otherwise, onePage("b", "1"), onePage("", "2")}, "1 2", false},
		"third page":          {steps{onePage("a", "1"), onePage("b", "2"), expired, onePage("c", "1"), onePage("d", "2"), onePage("", "3")}, "1 2 3", false},
		"the same offsets":    {steps{onePage("a", "1"), expired, onePage("a", "1"), onePage("", "2")}, "1 2", false},
		"changed meanwhile":   {steps{onePage("a", "1", "2"), expired, onePage("b", "0", "2"), onePage("", "3")}, "1 2 0 3", false},
		"twice":               {steps{onePage("a", "1"), expired, onePage("b", "1"), expired}, "1", true},
		"never a second page": {steps{onePage("a", "1"), expired, onePage("a", "1"), onePage("b", "2"), expired}, "1 2", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := script(tc.steps...)
			gids, err := listGIDs(t, a)
			if got := strings.Join(gids, " "); got != tc.want || len(a.requests) != len(tc.steps) {
				t.Errorf("%q in %d requests, want %q in %d", got, len(a.requests), tc.want, len(tc.steps))
			}
			_, offset := errors.AsType[*asana.OffsetError](err)
			if tc.fails != offset || tc.fails != errors.Is(err, asana.ErrInvalid) || !tc.fails && err != nil {
				t.Errorf("got %v", err)
			}
		})
	}
	// Without an offset, there is nothing to begin anew.
	a := script(expired)
	if _, err := listGIDs(t, a); !errors.Is(err, asana.ErrInvalid) || len(a.requests) != 1 {
		t.Errorf("%d requests, error %v", len(a.requests), err)
	}
	// What is not Asana's says nothing about the offset.
	a = script(onePage("a", "1"), respond(400, "<html>", "Content-Type", "text/html"))
	if _, err := listGIDs(t, a); !errors.Is(err, asana.ErrNotAsana) || len(a.requests) != 2 {
		t.Errorf("%d requests, error %v", len(a.requests), err)
	}
}

// gidsFrom counts up.
func gidsFrom(first, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(first + i)
	}
	return all
}

// A list that can't be one of Asana's is not read on.
func TestWebhooks_endlessList(t *testing.T) {
	t.Parallel()
	n := 0
	endless := func(perPage int, offset func(int) string) func(*http.Request) (*http.Response, error) {
		return func(req *http.Request) (*http.Response, error) {
			n++
			return onePage(offset(n), gidsFrom(n*100, perPage)...)(req)
		}
	}
	fresh := func(n int) string { return fmt.Sprint("offset-", n) }
	for _, tc := range []struct {
		name  string
		step  func(*http.Request) (*http.Response, error)
		calls int
		says  string
	}{
		{"the same offset", endless(100, func(int) string { return "same" }), 2, "offset"},
		{"two offsets in turn", endless(100, func(n int) string { return fmt.Sprint(n % 2) }), 3, "offset"},
		{"too many records", endless(100, fresh), 101, "10000"},
		{"empty pages", endless(0, fresh), 1000, "pages"},
		{"a page too long", endless(101, fresh), 1, "100"},
	} {
		n = 0
		a := script(tc.step)
		gids, err := listGIDs(t, a)
		_, unreadable := errors.AsType[*asana.UnreadableError](err)
		if !unreadable || !strings.Contains(err.Error(), tc.says) || len(a.requests) != tc.calls || len(gids) > 10000 {
			t.Errorf("%s: %d requests, %d records: %v", tc.name, len(a.requests), len(gids), err)
		}
	}
	// As many as Asana documents can be read.
	n = 0
	gids, err := listGIDs(t, script(endless(100, func(n int) string {
		if n == 100 {
			return ""
		}
		return fresh(n)
	})))
	if err != nil || len(gids) != 10000 {
		t.Errorf("%d records: %v", len(gids), err)
	}
}

// The cache of webhooks follows no such list either.
func TestReadWebhook_offsetRepeats(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 300, func(c *asana.Config) { c.Transport = &repeatedOffsetTransport{next: c.Transport} })
	a.read(t, a.gids, 10)
	if n := len(a.Requests("getWebhooks")); n > 10 {
		t.Errorf("%d calls for lists", n)
	}
}

// repeatedOffsetTransport makes each page of webhooks name the first offset.
type repeatedOffsetTransport struct {
	next http.RoundTripper

	mu    sync.Mutex
	first string
}

func (s *repeatedOffsetTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := s.next.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/webhooks") {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	_, after, found := strings.Cut(string(body), `"next_page":{"offset":"`)
	if found {
		offset, rest, _ := strings.Cut(after, `"`)
		s.mu.Lock()
		if s.first == "" {
			s.first = offset
		}
		body = []byte(strings.TrimSuffix(string(body), offset+`"`+rest) + s.first + `"` + rest)
		s.mu.Unlock()
	}
	resp.Body = io.NopCloser(strings.NewReader(string(body)))
	return resp, nil
}

// zeroReader is a body without end that counts what is read of it.
type zeroReader struct{ read *atomic.Int64 }

func (z zeroReader) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	z.read.Add(int64(len(b)))
	return len(b), nil
}

// However much there is, no more is read than a page or a record can have: reads at
// the same time share the machine's memory.
func TestClient_bodiesAreBounded(t *testing.T) {
	t.Parallel()
	const slack = 256 << 10 // what is read at a time
	for name, tc := range map[string]struct {
		status int
		length int64
		call   func(*asana.Client) error
		most   int64
	}{
		"record":                 {200, -1, func(c *asana.Client) error { return getOne(t.Context(), c) }, 1 << 20},
		"record, announced":      {200, 15 << 20, func(c *asana.Client) error { return getOne(t.Context(), c) }, 0},
		"record, in parts":       {200, 1 << 19, func(c *asana.Client) error { return getOne(t.Context(), c) }, 1 << 20},
		"page":                   {200, -1, pageOne(t), 4 << 20},
		"page, announced":        {200, 5 << 20, pageOne(t), 0},
		"creation":               {201, -1, func(c *asana.Client) error { return postOne(t.Context(), c) }, 1 << 20},
		"refusal":                {400, -1, func(c *asana.Client) error { return getOne(t.Context(), c) }, 64 << 10},
		"refusal of a page":      {400, -1, pageOne(t), 64 << 10},
		"refusal, announced":     {403, 15 << 20, func(c *asana.Client) error { return getOne(t.Context(), c) }, 64 << 10},
		"redirect":               {302, -1, func(c *asana.Client) error { return getOne(t.Context(), c) }, 64 << 10},
		"deletion":               {200, -1, func(c *asana.Client) error { return deleteOne(t.Context(), c) }, 1 << 20},
		"update, more announced": {200, 1 << 40, func(c *asana.Client) error { return putOne(t.Context(), c) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var read atomic.Int64
			a := script(func(req *http.Request) (*http.Response, error) {
				resp, err := respond(tc.status, "")(req)
				resp.Body, resp.ContentLength = io.NopCloser(zeroReader{&read}), tc.length
				return resp, err
			})
			err := tc.call(newClient(t, a, func(cfg *asana.Config) { cfg.MaxRetries = 0 }))
			if n := read.Load(); err == nil || n > tc.most+slack || n > slack && tc.most == 0 {
				t.Errorf("%d bytes were read, want %d at most: %v", n, tc.most, err)
			}
		})
	}
}

func pageOne(t *testing.T) func(*asana.Client) error {
	t.Helper()
	return func(c *asana.Client) error {
		for _, err := range c.Workspaces(t.Context()) {
			return err
		}
		return nil
	}
}

// An answer without a list is not an empty list.
func TestWebhooks_noList(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"data":null}`, `{"data":{}}`, `{"next_page":null}`, `[]`, `null`, `{"data":"none"}`} {
		if gids, err := listGIDs(t, script(respond(200, body))); err == nil {
			t.Errorf("%s is read as %q", body, gids)
		}
	}
	if gids, err := listGIDs(t, script(respond(200, `{"data":[]}`))); err != nil || len(gids) != 0 {
		t.Errorf("%q, %v", gids, err)
	}
}

// What is repeated in a list of names is one object, too.
func TestNames_offsetExpires(t *testing.T) {
	t.Parallel()
	c := newClient(t, script(onePage("a", "1", "2"), expired, onePage("b", "1", "2"), onePage("", "3")))
	var gids []string
	names, err := c.Names(t.Context(), asana.ProjectNames("9"), "P")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range names {
		gids = append(gids, p.GID)
	}
	if !slices.Equal(gids, []string{"1", "2", "3"}) {
		t.Errorf("got %q", gids)
	}
}
