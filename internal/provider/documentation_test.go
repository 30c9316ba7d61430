package provider_test

import (
	"bytes"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// root is the repository, as seen from this package.
var root = filepath.Join("..", "..")

// page is a Markdown file.
type page struct {
	path    string // below root, with slashes
	links   []string
	anchors []string
	blocks  []codeBlock
}

// codeBlock is what stands between two fences.
type codeBlock struct {
	where    string
	language string
	text     string
}

// pages reads all of the documentation.
var pages = sync.OnceValues(func() ([]*page, error) {
	var all []*page
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (name == "node_modules" || strings.HasPrefix(name, ".") && name != ".." && name != ".github"):
			return fs.SkipDir
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(name) != ".md":
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, path)
		all = append(all, parsePage(filepath.ToSlash(below), source))
		return err
	})
	return all, err
})

func parsePage(path string, source []byte) *page {
	p := &page{path: path}
	if _, rest, ok := bytes.Cut(source, []byte("\n---\n")); ok && bytes.HasPrefix(source, []byte("---\n")) {
		source = rest // what stands before it is for the registry
	}
	tree := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(tree, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			p.add(node, source)
		}
		return ast.WalkContinue, nil
	})
	return p
}

func (p *page) add(node ast.Node, source []byte) {
	switch n := node.(type) {
	case *ast.Link:
		p.links = append(p.links, string(n.Destination))
	case *ast.Image:
		p.links = append(p.links, string(n.Destination))
	case *ast.AutoLink:
		p.links = append(p.links, string(n.URL(source)))
	case *ast.RawHTML:
		html := string(n.Segments.Value(source))
		if id, ok := strings.CutPrefix(html, `<a id="`); ok {
			id, _, _ = strings.Cut(id, `"`)
			p.anchors = append(p.anchors, id)
		}
	case *ast.Heading:
		p.anchors = append(p.anchors, anchorOf(string(n.Lines().Value(source))))
	case *ast.FencedCodeBlock:
		lines := string(n.Lines().Value(source))
		first, _, _ := strings.Cut(lines, "\n")
		p.blocks = append(p.blocks, codeBlock{p.path + ": " + first, string(n.Language(source)), lines})
	}
}

// anchorOf is what GitHub and the registry make of a heading.
func anchorOf(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(heading))
}

func allPages(t *testing.T) []*page {
	t.Helper()
	all, err := pages()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 30 {
		t.Fatalf("only %d pages found", len(all))
	}
	return all
}

// TestDocs_linksResolve shows that what a page refers to is there: files,
// folders and headings. Where other people's pages have gone is not looked at.
func TestDocs_linksResolve(t *testing.T) {
	t.Parallel()
	all := allPages(t)
	for _, p := range all {
		for _, link := range p.links {
			if problem := resolve(all, p, link); problem != "" {
				t.Errorf("%s: the link to %s %s", p.path, link, problem)
			}
		}
	}
}

// resolve says what is wrong with a link.
func resolve(all []*page, from *page, link string) string {
	u, err := url.Parse(link)
	switch {
	case err != nil:
		return "is no URL"
	case u.Scheme == "https" && u.Host != "", u.Scheme == "mailto":
		return ""
	case u.Scheme != "":
		return "is not https"
	}
	to := from.path
	if u.Path != "" {
		to = filepath.ToSlash(filepath.Join(filepath.Dir(from.path), filepath.FromSlash(u.Path)))
	}
	if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(to))); err != nil {
		return "leads nowhere"
	}
	if strings.HasPrefix(from.path, "docs/") && !strings.HasPrefix(to, "docs/") {
		return "leads out of docs/, and the registry has nothing else"
	}
	if u.Fragment == "" {
		return ""
	}
	i := slices.IndexFunc(all, func(p *page) bool { return p.path == to })
	if i < 0 || !slices.Contains(all[i].anchors, u.Fragment) {
		return "has an anchor that is not there"
	}
	return ""
}

// TestDocs_everyGuideIsReferredTo shows that a reader gets to each guide.
func TestDocs_everyGuideIsReferredTo(t *testing.T) {
	t.Parallel()
	linked := map[string]bool{}
	all := allPages(t)
	for _, p := range all {
		for _, link := range p.links {
			link, _, _ = strings.Cut(link, "#")
			if link != "" && filepath.Base(link) != filepath.Base(p.path) {
				linked[filepath.Base(link)] = true
			}
		}
	}
	for _, p := range all {
		if strings.HasPrefix(p.path, "docs/guides/") && !linked[filepath.Base(p.path)] {
			t.Errorf("no page refers to %s", p.path)
		}
	}
}

// TestDocs_codeBlocks shows that what can be copied from a page is whole: each
// block is parsed as what it says it is, and what it names exists.
func TestDocs_codeBlocks(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for _, p := range allPages(t) {
		for _, block := range p.blocks {
			check, known := blockChecks[block.language]
			if !known {
				t.Errorf("%s: nothing checks blocks in %q", block.where, block.language)
				continue
			}
			seen[block.language]++
			check(t, block)
		}
	}
	for language := range blockChecks {
		if seen[language] == 0 {
			t.Errorf("no block in %s was found", language)
		}
	}
}
