package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// maxCandidates is how many objects an error lists.
const maxCandidates = 10

// find returns the gid of the one object with a name, or reports what there is
// instead.
func (l *lookupDataSource) find(ctx context.Context, name, place string, diags *diag.Diagnostics) string {
	where := l.where(place)
	names, err := l.data.client.Names(ctx, l.names(place), name)
	if err != nil {
		l.data.addFailure(diags, notRead(l.noun(), fmt.Sprintf("the %s %q%s", l.noun(), name, where), err))
		return ""
	}
	var exact, similar, others []asana.NamedResource
	for _, o := range names {
		switch {
		case o.Name == name:
			exact = append(exact, o)
		case isSimilar(o.Name, name):
			similar = append(similar, o)
		default:
			others = append(others, o)
		}
	}
	at := path.Root("name")
	switch {
	case len(exact) == 1:
		return exact[0].GID
	case len(exact) > 1:
		diags.AddAttributeError(at, "Ambiguous name", fmt.Sprintf("Attribute name: %d %ss%s are called %q. Set the id of the one that you want:\n%s",
			len(exact), l.noun(), where, name, l.data.candidates(exact, len(exact))))
	case len(names) == 0:
		diags.AddAttributeError(at, title(l.noun())+" not found", fmt.Sprintf("Attribute name: No %s%s is called %q. The token's user can see no %s there. Check the token, and the arguments of this data source.", l.noun(), where, name, l.noun()))
	default:
		diags.AddAttributeError(at, title(l.noun())+" not found", fmt.Sprintf("Attribute name: No %s%s is called %q. Check the spelling. These exist:\n%s",
			l.noun(), where, name, l.data.candidates(append(byName(similar), byName(others)...), len(names))))
	}
	return ""
}

// minSimilar is how many letters a name has at least that counts as a part of
// another one: nearly every name contains a single letter.
const minSimilar = 3

// isSimilar reports whether somebody may have meant one name by the other.
func isSimilar(a, b string) bool {
	a, b = strings.ToLower(strings.TrimSpace(a)), strings.ToLower(strings.TrimSpace(b))
	if utf8.RuneCountInString(a) < minSimilar || utf8.RuneCountInString(b) < minSimilar {
		return a == b
	}
	return strings.Contains(a, b) || strings.Contains(b, a)
}

func byName(objects []asana.NamedResource) []asana.NamedResource {
	slices.SortStableFunc(objects, func(a, b asana.NamedResource) int { return strings.Compare(a.Name, b.Name) })
	return objects
}

// candidates lists objects, and says how many of a total it leaves out.
func (d *providerData) candidates(objects []asana.NamedResource, total int) string {
	objects = objects[:min(len(objects), maxCandidates)]
	var lines []string
	for _, o := range objects {
		lines = append(lines, fmt.Sprintf("  - %s (%s)", d.client.Quote(o.Name, maxName), o.GID))
	}
	if more := total - len(objects); more > 0 {
		lines = append(lines, fmt.Sprintf("  - and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// title begins a sentence or a summary with a word.
func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// workspaceOr returns the gid of the workspace that a configuration names, else
// the provider's. Where there is neither, it reports how to set one.
func (d *providerData) workspaceOr(ctx context.Context, argument types.String, diags *diag.Diagnostics) string {
	if gid := argument.ValueString(); gid != "" {
		return gid
	}
	if d.workspace != "" {
		return d.workspace
	}
	if d.workspaceUnknown {
		diags.AddAttributeError(path.Root("workspace"), "Workspace not known yet",
			"Attribute workspace: The provider's workspace depends on something that does not exist yet. "+
				"Create that first (terraform apply -target=…), or set workspace here to a gid that is known in advance.")
		return ""
	}
	text := "Attribute workspace: The look-up needs a workspace. Set its gid here, or for the whole configuration in the provider's argument workspace or in the environment variable ASANA_WORKSPACE."
	var all []asana.NamedResource
	for w, err := range d.client.Workspaces(ctx) {
		if errors.Is(err, asana.ErrUnauthorized) {
			d.addFailure(diags, notRead("workspaces", "the workspaces of the token's user", err))
			return ""
		}
		if err != nil {
			break // the list would only be a help
		}
		all = append(all, asana.NamedResource{GID: w.GID, Name: w.Name})
	}
	if len(all) > 0 {
		text += " The token's user belongs to:\n" + d.candidates(all, len(all))
	}
	diags.AddAttributeError(path.Root("workspace"), "Missing workspace", text)
	return ""
}
