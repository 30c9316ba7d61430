package asana_test

import (
	"reflect"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func TestUniqueFilters(t *testing.T) {
	t.Parallel()
	task := asana.Filter{ResourceType: "task", Action: asana.ActionChanged, Fields: []string{"due_on", "name"}}
	story := asana.Filter{ResourceType: "story"}
	for name, tc := range map[string]struct{ in, want []asana.Filter }{
		"none":         {nil, []asana.Filter{}},
		"one":          {[]asana.Filter{task}, []asana.Filter{task}},
		"different":    {[]asana.Filter{task, story}, []asana.Filter{task, story}},
		"equal":        {[]asana.Filter{story, task, story}, []asana.Filter{story, task}},
		"equal fields": {[]asana.Filter{{ResourceType: "task", Action: asana.ActionChanged, Fields: []string{"due_on", "name", "due_on"}}, task}, []asana.Filter{task}},
		"empty fields": {[]asana.Filter{{ResourceType: "story", Fields: []string{}}, story}, []asana.Filter{story}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := asana.UniqueFilters(tc.in)
			if !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
			if !asana.SameFilters(got, tc.in) {
				t.Error("they don't mean the same")
			}
		})
	}
}
