package provider_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// reference says that one object of a configuration uses an attribute of
// another, or, as an argument, that it sets one of its own.
type reference struct {
	from, to  string // addresses: asana_webhook.project, data.archive_file.receiver, var.name
	attribute string // "" if it is the whole object
	where     string // file and line
}

// configuration is what a folder's .tf files say, in as much as it can be known
// without the providers.
type configuration struct {
	declared   []string
	references []reference
	arguments  []reference
	providers  map[string]string // version constraints of required_providers
	words      []word
}

// word is a text among the arguments of a block.
type word struct{ address, text string }

func parseHCL(t *testing.T, path string) *hclsyntax.Body {
	t.Helper()
	file, diags := hclparse.NewParser().ParseHCLFile(path)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return file.Body.(*hclsyntax.Body)
}

func readConfiguration(t *testing.T, name string) *configuration {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(examples, name, "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no configuration: %v", name, err)
	}
	c := &configuration{providers: map[string]string{}}
	for _, file := range files {
		for _, block := range parseHCL(t, file).Blocks {
			c.add(t, block)
		}
	}
	return c
}

func (c *configuration) add(t *testing.T, block *hclsyntax.Block) {
	t.Helper()
	address := strings.Join(append([]string{block.Type}, block.Labels...), ".")
	switch block.Type {
	case "resource":
		address = strings.Join(block.Labels, ".")
	case "variable":
		address = "var." + block.Labels[0]
	case "locals":
		for name, local := range block.Body.Attributes {
			c.declared = append(c.declared, "local."+name)
			c.addExpression("local."+name, local.Expr)
		}
		return
	case "terraform":
		c.addProviders(t, block)
		return
	case "check":
		for _, inner := range block.Body.Blocks {
			if inner.Type == "data" {
				c.add(t, inner)
			}
		}
	}
	c.declared = append(c.declared, address)
	for name, argument := range block.Body.Attributes {
		c.arguments = append(c.arguments, reference{from: address, to: address, attribute: name, where: argument.SrcRange.String()})
		for _, text := range literals(argument.Expr) {
			c.words = append(c.words, word{address, text})
		}
	}
	for _, inner := range block.Body.Blocks {
		c.arguments = append(c.arguments, reference{from: address, to: address, attribute: inner.Type, where: inner.TypeRange.String()})
		if inner.Type != "config" { // of an action or a list
			continue
		}
		for name, argument := range inner.Body.Attributes {
			c.arguments = append(c.arguments, reference{from: address, to: address, attribute: name, where: argument.SrcRange.String()})
		}
	}
	c.addBody(address, block.Body)
}

// addBody notes what a block refers to, and the blocks in it.
func (c *configuration) addBody(from string, body *hclsyntax.Body) {
	for _, argument := range body.Attributes {
		c.addExpression(from, argument.Expr)
	}
	for _, inner := range body.Blocks {
		c.addBody(from, inner.Body)
	}
}

func (c *configuration) addExpression(from string, expression hcl.Expression) {
	for _, traversal := range expression.Variables() {
		c.addTraversal(from, traversal)
	}
}

func (c *configuration) addTraversal(from string, traversal hcl.Traversal) {
	words := []string{traversal.RootName()}
	for _, step := range traversal[1:] {
		if attribute, isAttribute := step.(hcl.TraverseAttr); isAttribute {
			words = append(words, attribute.Name)
		}
	}
	length := 2
	switch words[0] {
	case "data", "ephemeral", "action":
		length = 3
	case "each", "path", "self":
		return
	}
	if len(words) < length {
		return // the variable of a for expression, or a word such as string
	}
	r := reference{from: from, to: strings.Join(words[:length], "."), where: traversal.SourceRange().String()}
	if len(words) > length {
		r.attribute = words[length]
	}
	c.references = append(c.references, r)
}

// literals lists the texts in an expression that refer to nothing.
func literals(expression hclsyntax.Expression) []string {
	var found []string
	_ = hclsyntax.VisitAll(expression, func(node hclsyntax.Node) hcl.Diagnostics { // which has no diagnostics
		if literal, isLiteral := node.(*hclsyntax.LiteralValueExpr); isLiteral && literal.Val.Type().FriendlyName() == "string" {
			found = append(found, literal.Val.AsString())
		}
		return nil
	})
	return found
}

func (c *configuration) addProviders(t *testing.T, block *hclsyntax.Block) {
	t.Helper()
	for _, inner := range block.Body.Blocks {
		for name, required := range inner.Body.Attributes {
			value, diags := required.Expr.Value(nil)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			c.providers[name] = ""
			if version, isPinned := value.AsValueMap()["version"]; isPinned {
				c.providers[name] = version.AsString()
			}
		}
	}
}

func (c *configuration) declares(address string) bool {
	return slices.Contains(c.declared, address)
}

// needs lists what must be there before an object is, at any distance.
func (c *configuration) needs(address string) []string {
	var found []string
	next := []string{address}
	for len(next) > 0 {
		from := next[0]
		next = next[1:]
		for _, r := range c.references {
			if r.from == from && r.to != from && !slices.Contains(found, r.to) {
				found = append(found, r.to)
				next = append(next, r.to)
			}
		}
	}
	return found
}

// cycle returns objects that need each other, if there are any.
func (c *configuration) cycle() []string {
	for _, address := range c.declared {
		for _, needed := range c.needs(address) {
			if slices.Contains(c.needs(needed), address) {
				return []string{address, needed, address}
			}
		}
	}
	return nil
}
