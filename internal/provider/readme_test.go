package provider_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The configuration that the README shows is that of the quickstart, and an apply prints
// what the README shows.
func TestAccReadme_apply(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	shown := func(language, example string) bool {
		return slices.ContainsFunc(allPages(t), func(p *page) bool {
			return p.path == "README.md" && slices.ContainsFunc(p.blocks, func(block codeBlock) bool {
				return block.language == language && strings.HasSuffix(example, block.text)
			})
		})
	}
	if !shown("terraform", example(t, "quickstart/main.tf")) || !shown("text", example(t, "quickstart/apply.txt")) {
		t.Error("the README shows another configuration, or another output, than the quickstart has")
	}

	// The gid and the time are the example's own.
	own := regexp.MustCompile(`id( = ")?=?\d+|after \d+s`)
	out := newExample(t, a, "quickstart", "TF_VAR_project="+a.project, "TF_VAR_target="+target).apply(t)
	got, want := own.ReplaceAllString(out.text, "…"), own.ReplaceAllString(unframed(example(t, "quickstart/apply.txt")), "…")
	if !strings.HasSuffix(got, want) {
		t.Errorf("the README has\n%s\nand the engine prints\n%s", want, got)
	}
}
