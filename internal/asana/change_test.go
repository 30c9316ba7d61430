package asana_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Asana announces changes of its API in a header; those that affect the caller's
// requests are kept.
func TestClient_affectingChanges(t *testing.T) {
	t.Parallel()
	ids := asana.APIChange{Name: "string_ids", Info: "https://asa.na/string-ids"}
	goals := asana.APIChange{Name: "new_goals"}
	for name, tc := range map[string]struct {
		headers []string
		want    []asana.APIChange
	}{
		"none":                {nil, nil},
		"one":                 {[]string{"name=string_ids;info=https://asa.na/string-ids;affected=true"}, []asana.APIChange{ids}},
		"not affected":        {[]string{"name=string_ids;info=https://asa.na/string-ids"}, nil},
		"affected=false":      {[]string{"name=string_ids;info=https://asa.na/string-ids;affected=false"}, nil},
		"spaces":              {[]string{" Name = string_ids ; INFO=https://asa.na/string-ids ; Affected = True "}, []asana.APIChange{ids}},
		"another order":       {[]string{"affected=true;info=https://asa.na/string-ids;name=string_ids"}, []asana.APIChange{ids}},
		"no info":             {[]string{"name=new_goals;affected=true"}, []asana.APIChange{goals}},
		"two headers":         {[]string{"name=string_ids;info=https://asa.na/string-ids;affected=true", "name=new_goals;affected=true"}, []asana.APIChange{ids, goals}},
		"two in a header":     {[]string{"name=string_ids;info=https://asa.na/string-ids;affected=true, name=new_goals;affected=true"}, []asana.APIChange{ids, goals}},
		"commas":              {[]string{"name=string_ids;info=https://asa.na/a,b,c;affected=true, name=new_goals;affected=true"}, []asana.APIChange{{Name: "string_ids", Info: "https://asa.na/a,b,c"}, goals}},
		"the same twice":      {[]string{"name=new_goals;affected=true", "name=new_goals;affected=true"}, []asana.APIChange{goals}},
		"affected by then":    {[]string{"name=new_goals", "name=new_goals;affected=true"}, []asana.APIChange{goals}},
		"a name that is none": {[]string{"affected=true"}, []asana.APIChange{{Name: "affected=true"}}},
		"text":                {[]string{"something", "", ";;=", "name="}, nil},
		"unsafe":              {[]string{"name=\x1b[2J" + testToken + ";info=https://asa.na/\u202ex?" + testToken + ";affected=true"}, []asana.APIChange{{Name: "[2J[redacted]", Info: "https://asa.na/x?[redacted]"}}},
	} {
		c := newClient(t, script(func(req *http.Request) (*http.Response, error) {
			resp, err := respond(200, `{"data":{"gid":"7"}}`)(req)
			resp.Header["Asana-Change"] = tc.headers
			return resp, err
		}))
		for range 2 {
			if err := getOne(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		if got := c.AffectingChanges(); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

// Whoever announces without end fills neither the memory nor the log.
func TestClient_affectingChanges_limit(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	n := 0
	c := newClient(t, script(func(req *http.Request) (*http.Response, error) {
		n++
		return respond(200, `{"data":{"gid":"7"}}`, "Asana-Change", fmt.Sprintf("name=change-%d;affected=true", n))(req)
	}), func(cfg *asana.Config) { cfg.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	for range 200 {
		if err := getOne(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	if got := c.AffectingChanges(); len(got) > 50 || len(got) < 10 {
		t.Errorf("%d changes are kept", len(got))
	}
	if n := strings.Count(log.String(), "announces a change"); n > 50 {
		t.Errorf("%d lines in the log", n)
	}
}
