package asana_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func TestParseObjectURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]asana.ObjectURL{
		// The first generation.
		"https://app.asana.com/0/1206043162733419/1205890974749373":          {Type: "task", GID: "1205890974749373", Project: "1206043162733419"},
		"https://app.asana.com/0/1206043162733419/1205890974749373/f":        {Type: "task", GID: "1205890974749373", Project: "1206043162733419"},
		"https://app.asana.com/0/11/22/f?focus=true#top":                     {Type: "task", GID: "22", Project: "11"},
		"https://app.asana.com/0/11/22/":                                     {Type: "task", GID: "22", Project: "11"},
		"https://app.asana.com/0/11/22/f/":                                   {Type: "task", GID: "22", Project: "11"},
		"https://app.asana.com/0/11/22/33/f":                                 {Type: "story", GID: "33", Project: "11"},
		"https://app.asana.com/0/0/22":                                       {Type: "task", GID: "22"},
		"https://app.asana.com/0/0/22/f":                                     {Type: "task", GID: "22"},
		"https://app.asana.com/0/search/11/22":                               {Type: "task", GID: "22"},
		"https://app.asana.com/0/home/11/22":                                 {Type: "task", GID: "22"},
		"https://app.asana.com/0/inbox/11/22":                                {Type: "task", GID: "22"},
		"https://app.asana.com/0/inbox/11/22/33":                             {Type: "story", GID: "33"},
		"https://app.asana.com/0/11":                                         {Type: "project", GID: "11", Project: "11"},
		"https://app.asana.com/0/11/":                                        {Type: "project", GID: "11", Project: "11"},
		"https://app.asana.com/0/11/f":                                       {Type: "project", GID: "11", Project: "11"},
		"https://app.asana.com/0/11/list":                                    {Type: "project", GID: "11", Project: "11"},
		"https://app.asana.com/0/11/list/99":                                 {Type: "project", GID: "11", Project: "11"},
		"https://app.asana.com/0/11/board":                                   {Type: "project", GID: "11", Project: "11"},
		"https://app.asana.com/0/11/timeline?x=https://app.asana.com/0/77/8": {Type: "project", GID: "11", Project: "11"},
		"https://app.asana.com/0/11/calendar#22":                             {Type: "project", GID: "11", Project: "11"},
		"https://app.asana.com/0/11/overview":                                {Type: "project", GID: "11", Project: "11"},
		"https://app.asana.com/0/portfolio/44":                               {Type: "portfolio", GID: "44"},
		"https://app.asana.com/0/portfolio/44/list":                          {Type: "portfolio", GID: "44"},
		"https://app.asana.com/0/portfolio/44/99":                            {Type: "portfolio", GID: "44"},
		"https://app.asana.com/0/goal/55":                                    {Type: "goal", GID: "55"},
		"https://app.asana.com/0/team/66":                                    {Type: "team", GID: "66"},
		"https://app.asana.com/0/team/66/overview":                           {Type: "team", GID: "66"},
		"https://app.asana.com/0/profile/77":                                 {Type: "user", GID: "77"},

		// The second.
		"https://app.asana.com/1/15793206719/project/1206043162733419/task/1205890974749373": {Type: "task", GID: "1205890974749373", Workspace: "15793206719", Project: "1206043162733419"},
		"https://app.asana.com/1/5/project/11/task/22?focus=true":                            {Type: "task", GID: "22", Workspace: "5", Project: "11"},
		"https://app.asana.com/1/5/project/11/task/22/f#top":                                 {Type: "task", GID: "22", Workspace: "5", Project: "11"},
		"https://app.asana.com/1/5/project/11/task/22/comment/33?focus=true":                 {Type: "story", GID: "33", Workspace: "5", Project: "11"},
		"https://app.asana.com/1/5/task/22":                                                  {Type: "task", GID: "22", Workspace: "5"},
		"https://app.asana.com/1/5/task/22/":                                                 {Type: "task", GID: "22", Workspace: "5"},
		"https://app.asana.com/1/5/task/22/comment/33":                                       {Type: "story", GID: "33", Workspace: "5"},
		"https://app.asana.com/1/5/inbox/88/item/99/story/33":                                {Type: "story", GID: "33", Workspace: "5"},
		"https://app.asana.com/1/5/project/11":                                               {Type: "project", GID: "11", Workspace: "5", Project: "11"},
		"https://app.asana.com/1/5/project/11/list":                                          {Type: "project", GID: "11", Workspace: "5", Project: "11"},
		"https://app.asana.com/1/5/project/11/board/99":                                      {Type: "project", GID: "11", Workspace: "5", Project: "11"},
		"https://app.asana.com/1/5/portfolio/44/list":                                        {Type: "portfolio", GID: "44", Workspace: "5"},
		"https://app.asana.com/1/5/goal/55":                                                  {Type: "goal", GID: "55", Workspace: "5"},
		"https://app.asana.com/1/5/team/66":                                                  {Type: "team", GID: "66", Workspace: "5"},
		"https://app.asana.com/1/5/profile/77":                                               {Type: "user", GID: "77", Workspace: "5"},
		"https://app.asana.com/1/5/home":                                                     {Type: "workspace", GID: "5", Workspace: "5"},
		"https://app.asana.com/1/5/inbox":                                                    {Type: "workspace", GID: "5", Workspace: "5"},

		// Tags, sections and "My tasks". The example of a tag's permalink_url in Asana's
		// OpenAPI document ends in /list, as a project's does, and what stands before it
		// is the gid; "My tasks" looks the same. The announcement "New V1 Asana URL format
		// in the browser" (forum.asana.com/t/1011489) puts the name of the object's type
		// before every gid; no public source shows more of tags and sections, and none
		// the name for "My tasks".
		"https://app.asana.com/0/1208000000000008/list":   {Type: "project", GID: "1208000000000008", Project: "1208000000000008"},
		"https://app.asana.com/1/5/tag/66":                {Type: "tag", GID: "66", Workspace: "5"},
		"https://app.asana.com/1/5/tag/66/list":           {Type: "tag", GID: "66", Workspace: "5"},
		"https://app.asana.com/1/5/project/11/section/22": {Type: "section", GID: "22", Workspace: "5", Project: "11"},

		// However they are pasted.
		"http://app.asana.com/0/11/22":  {Type: "task", GID: "22", Project: "11"},
		"HTTPS://APP.ASANA.COM/0/11/22": {Type: "task", GID: "22", Project: "11"},
	} {
		if got, err := asana.ParseObjectURL(in); err != nil || got != want {
			t.Errorf("%q: got %+v, %v, want %+v", in, got, err, want)
		}
		if got, err := asana.ParseObjectURL(" \t" + in + "\r\n"); err != nil || got != want {
			t.Errorf("%q in white space: got %+v, %v, want %+v", in, got, err, want)
		}
	}
}

func TestParseObjectURL_unknown(t *testing.T) {
	t.Parallel()
	const other, relative, none = "not a URL of Asana's web application", "not an absolute URL", "no object can be read"
	for in, want := range map[string]string{
		"":                                               relative,
		"1206043162733419":                               relative,
		"app.asana.com/0/11/22":                          relative,
		"/0/11/22":                                       relative,
		"https://app.asana.com:port/0/11/22":             relative,
		"mailto:x@app.asana.com":                         relative,
		"ftp://app.asana.com/0/11/22":                    other,
		"https://asana.com/0/11/22":                      other,
		"https://app.asana.com.example/0/11":             other,
		"https://example.com/0/11/22":                    `but of "https://example.com"`,
		"https://app.asana.com@example.com/":             other,
		"https://me:hidden@e.com/0/11/22":                other,
		"https://app.asana.com":                          none,
		"https://app.asana.com/":                         none,
		"https://app.asana.com/0":                        none,
		"https://app.asana.com/f":                        none,
		"https://app.asana.com/0/f":                      none,
		"https://app.asana.com/0/0":                      none,
		"https://app.asana.com/0/0/list":                 none,
		"https://app.asana.com/0/11/0":                   none,
		"https://app.asana.com/0/11/22/f/f":              none,
		"https://app.asana.com/0//22":                    none,
		"https://app.asana.com//0/11/22":                 none,
		"https://app.asana.com/0/11/abc":                 none,
		"https://app.asana.com/0/11/%32%32":              none,
		"https://app.asana.com/0/１１/２２":                  none,
		"https://app.asana.com/0/-1/22":                  none,
		"https://app.asana.com/0/inbox":                  none,
		"https://app.asana.com/0/inbox/11":               none,
		"https://app.asana.com/0/portfolio":              none,
		"https://app.asana.com/0/my-apps":                none,
		"https://app.asana.com/1":                        none,
		"https://app.asana.com/1/0/task/22":              none,
		"https://app.asana.com/1/5/22":                   none,
		"https://app.asana.com/1/5/task":                 none,
		"https://app.asana.com/1/5/project/11/task":      none,
		"https://app.asana.com/1/5/project/11/task/x":    none,
		"https://app.asana.com/1/5/project/11/other/22":  none,
		"https://app.asana.com/1/5/inbox/88/item/99":     none,
		"https://app.asana.com/2/5/task/22":              none,
		"https://app.asana.com/api/1.0/tasks/22":         none,
		"https://app.asana.com/?u=/0/11/22":              none,
		"https://app.asana.com/#https://x/0/11/22":       none,
		"https://app.asana.com/0/11/22\nhttps://e.com/1": relative,
	} {
		got, err := asana.ParseObjectURL(in)
		if got != (asana.ObjectURL{}) {
			t.Errorf("%q: got %+v", in, got)
		}
		checkMessage(t, in, err, want)
		if err != nil && (!strings.Contains(err.Error(), "https://app.asana.com/0/PROJECT/TASK") || !strings.Contains(err.Error(), "/1/WORKSPACE/project/PROJECT/task/TASK") || strings.Contains(err.Error(), "hidden")) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func FuzzParseObjectURL(f *testing.F) {
	f.Add("https://app.asana.com/0/1206043162733419/1205890974749373/f")
	f.Add("https://app.asana.com/1/15793206719/project/1206043162733419/task/1205890974749373?focus=true")
	f.Add("https://me:hidden@app.asana.com/0/11/list#x")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := asana.ParseObjectURL(s)
		if err != nil {
			if got != (asana.ObjectURL{}) {
				t.Errorf("an error and %+v", got)
			}
			return
		}
		if !slices.Contains([]string{"task", "project", "section", "tag", "story", "portfolio", "goal", "team", "user", "workspace"}, got.Type) {
			t.Errorf("type %q", got.Type)
		}
		u, err := url.Parse(strings.TrimSpace(s))
		if err != nil || !strings.EqualFold(u.Host, "app.asana.com") {
			t.Fatalf("not Asana's: %v", err)
		}
		for _, gid := range []string{got.GID, got.Workspace, got.Project} {
			if strings.Trim(gid, "0123456789") != "" || gid != "" && !strings.Contains(u.Path+"/", "/"+gid+"/") {
				t.Errorf("gid %q", gid)
			}
		}
		if got.GID == "" || strings.HasPrefix(u.Path, "/1/") != (got.Workspace != "") {
			t.Errorf("incomplete: %+v", got)
		}
		u.RawQuery, u.Fragment, u.RawFragment = "opt=/0/1/2", "top", ""
		if again, err := asana.ParseObjectURL(u.String()); err != nil || again != got {
			t.Errorf("with another query: %+v, %v", again, err)
		}
	})
}
