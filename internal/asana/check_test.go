package asana_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func TestCheckGID(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1":                           "",
		"1204619611402340":            "",
		"0123":                        "",
		"":                            "empty",
		"abc":                         `"abc" is not a gid`,
		"12 34":                       "digits only",
		"-1":                          "digits only",
		"１２":                          "digits only", // full-width digits
		"https://app.asana.com/0/1/2": "in the object's URL",
	} {
		checkMessage(t, in, asana.CheckGID(in), want)
	}
}

func TestCheckResource(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1204619611402340":                "",
		"":                                "empty",
		"abc":                             `"abc" is not a gid`,
		"https://app.asana.com/0/11/list": `this is the URL of a project: use its gid, "11"`,
		"https://app.asana.com/1/9/project/11/list?x=1": `this is the URL of a project: use its gid, "11"`,
		"https://app.asana.com/0/portfolio/33/list":     `this is the URL of a portfolio: use its gid, "33"`,
		"https://app.asana.com/0/11/22/f":               `this is the URL of a task: use its gid, "22", or the gid of its project, "11"`,
		"https://app.asana.com/1/9/project/11/task/22":  `this is the URL of a task: use its gid, "22", or the gid of its project, "11"`,
		"https://app.asana.com/1/9/home":                `this is the URL of a workspace: use its gid, "9"`,
		"https://app.asana.com/unheard/of":              "is not a gid",
		"https://example.com/0/11/list":                 "is not a gid",
	} {
		err := asana.CheckResource(in)
		checkMessage(t, in, err, want)
		if strings.HasPrefix(want, "this is the URL") && err.Error() != want {
			t.Errorf("%q: error %q, want %q", in, err, want)
		}
	}
}

func TestCheckTarget(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://example.com/hook":             "",
		"https://example.com:8443/hook?a=b&c=": "",
		"http://example.com":                   "",
		"HTTPS://EXAMPLE.COM/":                 "",
		"https://[2001:db8::1]/h":              "",
		"":                                     "empty",
		"/hook":                                "relative",
		"example.com/hook":                     "relative",
		"ftp://example.com/":                   `scheme "ftp"`,
		"mailto:a@example.com":                 `scheme "mailto"`,
		"https:///hook":                        "no host",
		"https://:443/hook":                    "no host",
		"https://me:pass@example.com/":         "user part",
		"https://example.com/#top":             "fragment",
		"https://example.com/#":                "fragment",
		"https://exa\x01mple.com/":             "not a URL",
		"https://u:secretpw@exa\x01mple.com/":  "not a URL",
		"https://exa mple.com/":                "a space at position 12",
		"https://u:secretpw@exa mple.com/":     "a space at position 23",
		"https://example.com/a b":              "a space at position 22: remove it, or write it as %20",
		"https://example.com/ü\u00a0b":         "a no-break space at position 22",
		"https://example.com/\u2003":           "the white space U+2003 at its end",
		" https://example.com/":                "a space at its beginning",
		"https://example.com/ ":                "a space at its end",
		"https://example.com/\t\n":             "a line break at its end: remove it. A heredoc ends with a line break, which trimspace() removes",
		"\thttps://example.com/":               "a tab at its beginning",
		"https://example.com/\r":               "a carriage return at its end",
		"https://exa\nmple.com/":               "a line break at position 12",
		"\n":                                   "a line break at its end",
		"https://example.com:1/":               "",
		"https://example.com:65535/":           "",
		"https://example.com:/":                "", // the scheme's own port
		"https://example.com:0/":               `port "0"`,
		"https://example.com:65536/":           `port "65536"`,
		"https://example.com:99999999999999/":  `port "99999999999999"`,
		"https://[2001:db8::1]:0/h":            `port "0"`,
	} {
		err := asana.CheckTarget(in)
		checkMessage(t, in, err, want)
		if err != nil && (strings.Contains(err.Error(), "pass@") || strings.Contains(err.Error(), "secretpw")) {
			t.Errorf("%q: the message shows the password", in)
		}
	}
}

// What a new webhook may not have as a target may still be that of one that
// exists.
func TestCheckAbsoluteURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://example.com/hook":     "",
		"HTTP://example.com":           "",
		"ftp://example.com/":           "",
		"https://me:pass@example.com/": "",
		"https://example.com/#top":     "",
		"https://example.com/100%":     "",
		"https://exa mple.com/":        "",
		"https://example.com:0/":       "",
		"":                             "empty",
		"/hook":                        "relative",
		"example.com/hook":             "relative",
		"//example.com/hook":           "relative",
		"://example.com/":              "relative",
		"1http://example.com/":         "relative",
		"my hook: https://example.com": "relative",
	} {
		checkMessage(t, in, asana.CheckAbsoluteURL(in), want)
	}
}

func TestCheckPublicTarget(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://example.com/":               "",
		"https://8.8.8.8/":                   "",
		"https://xn--bcher-kva.example/":     "",
		"https://hooks.example/":             "",
		"https://localhost/":                 "local",
		"https://LOCALHOST.:1/":              "local",
		"https://a.localhost/":               "local",
		"https://gateway/hook":               "local",
		"https://127.0.0.1/":                 "not public",
		"https://127.9.9.9:99/":              "not public",
		"https://[::1]/":                     "not public",
		"https://[::ffff:127.0.0.1]/":        "not public",
		"https://10.1.2.3/":                  "not public",
		"https://172.16.0.1/":                "not public",
		"https://192.168.0.1/":               "not public",
		"https://169.254.169.254/":           "not public",
		"https://0.0.0.0/":                   "not public",
		"https://[fd00::1]/":                 "not public",
		"https://[fe80::1]/":                 "not public",
		"https://172.15.0.1/":                "",
		"https://172.32.0.1/":                "",
		"https://localhost.example.com/hook": "",

		// Blocks that are set aside, and their neighbours.
		"https://0.1.2.3/":                      "not public",
		"https://1.0.0.1/":                      "",
		"https://100.63.255.255/":               "",
		"https://100.64.0.0/":                   "not public",
		"https://100.127.255.255/":              "not public",
		"https://100.128.0.0/":                  "",
		"https://192.0.0.8/":                    "not public",
		"https://198.17.255.255/":               "",
		"https://198.18.0.1/":                   "not public",
		"https://198.20.0.1/":                   "",
		"https://240.0.0.1/":                    "not public",
		"https://255.255.255.255/":              "not public",
		"https://[::ffff:10.1.2.3]/":            "not public",
		"https://[::ffff:100.64.0.1]/":          "not public",
		"https://[::ffff:a9fe:a9fe]/":           "not public",
		"https://[::ffff:8.8.8.8]/":             "",
		"https://[::]/":                         "not public",
		"https://[fec0::1]/":                    "not public",
		"https://[::1%25lo]/":                   "not public",
		"https://[2001:4860:4860::8888]/":       "",
		"https://[2001:4860:4860::8888%25eth]/": "not public",

		// Addresses as some programs read them.
		"https://127.1/":                 "four decimal numbers",
		"https://127.0.1/":               "four decimal numbers",
		"https://0x7f.0.0.1/":            "four decimal numbers",
		"https://127.0.0.0X1/":           "four decimal numbers",
		"https://0x7f000001/":            "four decimal numbers",
		"https://2130706433/":            "four decimal numbers",
		"https://0177.0.0.1/":            "four decimal numbers",
		"https://127.0.0.1.:8080/hook":   "not public",
		"https://1.2.3.4.5/":             "four decimal numbers",
		"https://256.1.1.1/":             "four decimal numbers",
		"https://a.b.0x/":                "four decimal numbers",
		"https://127.0.0.1.nip.example/": "",
		"https://0x7f.example/":          "",
		"https://1.example/":             "",
		"https://a.0xyz/":                "",
		"https://a.cafe/":                "",

		// Names that are set aside, and such as only look like them.
		"https://router.local/":            "local",
		"https://Router.LOCAL./":           "local",
		"https://svc.cluster.internal/":    "local",
		"https://nas.home.arpa/":           "local",
		"https://home.arpa/":               "local",
		"https://a.test/":                  "local",
		"https://a.invalid/":               "local",
		"https://arpa.example/":            "",
		"https://1.0.0.127.in-addr.arpa/":  "",
		"https://internal.example.com/":    "",
		"https://my-internal.example.com/": "",
		"https://notlocal.example/":        "",
		"https://nothome.arpa/":            "",
		"https://a.contest/":               "",
	} {
		checkMessage(t, in, asana.CheckPublicTarget(in), want)
	}
}

func TestParseBaseURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://app.asana.com/api/1.0":   "https://app.asana.com/api/1.0",
		"https://app.asana.com/api/1.0/":  "https://app.asana.com/api/1.0",
		"https://proxy.example/asana/v1/": "https://proxy.example/asana/v1",
		"https://proxy.example":           "https://proxy.example",
		"http://127.0.0.1:8080/api/1.0":   "http://127.0.0.1:8080/api/1.0",
		"http://localhost:1":              "http://localhost:1",
		"http://[::1]:1/":                 "http://[::1]:1",
		"http://LocalHost.:1/api":         "http://localhost:1/api",
		"http://LOCALHOST":                "http://localhost",
		"https://LocalHost.:1/api":        "https://LocalHost.:1/api",
	} {
		if u, err := asana.ParseBaseURL(in); err != nil || u.String() != want {
			t.Errorf("%s: %v, %v; want %s", in, u, err, want)
		}
	}
	for in, want := range map[string]string{
		"http://app.asana.com/api/1.0": "unencrypted",
		"http://10.0.0.1/":             "unencrypted",
		"ftp://app.asana.com":          "scheme",
		"app.asana.com/api/1.0":        "absolute",
		"":                             "absolute",
		"https://:443/api/1.0":         "absolute",
		"https://u:p@app.asana.com":    "user name",
		"https://app.asana.com/?x=1":   "query",
		"https://app.asana.com/#x":     "fragment",
		"https://u:hidden%zz@app":      "not an absolute URL",
	} {
		_, err := asana.ParseBaseURL(in)
		if err != nil && strings.Contains(err.Error(), "hidden") {
			t.Error("the message shows the password")
		}
		checkMessage(t, in, err, want)
	}
}

func TestFilterCheck(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		filter asana.Filter
		want   string
	}{
		{asana.Filter{}, ""},
		{asana.Filter{ResourceType: "task", Action: "changed", Fields: []string{"due_on"}}, ""},
		{asana.Filter{Action: "undeleted"}, ""},
		{asana.Filter{Action: "Changed"}, `"Changed" is not an action`},
		{asana.Filter{Action: "added", Fields: []string{"due_on"}}, "need the action"},
		{asana.Filter{Fields: []string{"due_on"}}, "need the action"},
		{asana.Filter{Action: "changed", Fields: []string{""}}, "empty"},
	} {
		checkMessage(t, fmt.Sprint(tc.filter), tc.filter.Check(), tc.want)
	}
}

func TestSameFilters(t *testing.T) {
	t.Parallel()
	task := asana.Filter{ResourceType: "task", Action: "changed", Fields: []string{"name", "due_on"}}
	swapped := asana.Filter{ResourceType: "task", Action: "changed", Fields: []string{"due_on", "name", "name"}}
	story := asana.Filter{ResourceType: "story"}
	for _, tc := range []struct {
		a, b []asana.Filter
		want bool
	}{
		{nil, []asana.Filter{}, true},
		{[]asana.Filter{task, story}, []asana.Filter{story, swapped}, true},
		{[]asana.Filter{story, story}, []asana.Filter{story}, true},
		{[]asana.Filter{{ResourceType: "task", Fields: []string{}}}, []asana.Filter{{ResourceType: "task"}}, true},
		{[]asana.Filter{task}, []asana.Filter{story}, false},
		{[]asana.Filter{{}}, nil, true},
		{[]asana.Filter{task, {Fields: []string{}}}, []asana.Filter{story, {}}, true},
		{[]asana.Filter{task}, nil, false},
		{[]asana.Filter{task}, []asana.Filter{task, {}}, false},
		{[]asana.Filter{{ResourceType: "a", ResourceSubtype: "b"}}, []asana.Filter{{ResourceType: "a b"}}, false},
	} {
		if got := asana.SameFilters(tc.a, tc.b); got != tc.want {
			t.Errorf("SameFilters(%v, %v) = %v", tc.a, tc.b, got)
		}
	}
}

func checkMessage(t *testing.T, in string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%q: unexpected error %v", in, err)
	case want != "" && err == nil:
		t.Errorf("%q: no error", in)
	case want != "" && !strings.Contains(err.Error(), want):
		t.Errorf("%q: error %q, want one with %q", in, err, want)
	}
}
