package provider

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sourceSummary is the summary of a diagnostic in the sources of this package.
type sourceSummary struct {
	at         string // file and line
	function   string // in which it stands
	expression string
	constant   string // its text, or empty if it is built
}

// summarySources are what makes diagnostics: functions, and types that hold a
// summary, each with the index of the summary.
type summarySources struct {
	// functions are named with the number of their arguments, because a method
	// is known by nothing but its name.
	functions map[string]int
	holders   map[string]int
}

func newSummarySources() summarySources {
	return summarySources{holders: map[string]int{}, functions: map[string]int{
		"AddError/2": 0, "AddWarning/2": 0, "AddAttributeError/3": 1, "AddAttributeWarning/3": 1,
		"NewErrorDiagnostic/2": 0, "NewWarningDiagnostic/2": 0,
		"NewAttributeErrorDiagnostic/3": 1, "NewAttributeWarningDiagnostic/3": 1,
		"NewFuncError/1": 0, "NewArgumentFuncError/2": 1,
	}}
}

// parsedFunction is a function, or a function literal with a name.
type parsedFunction struct {
	name   string
	params []string
	body   ast.Node
	spread bool // the last parameter takes any number of arguments
}

// summariesInSources returns the summaries of all diagnostics that the package
// makes. A function that hands on one of its parameters as a summary makes
// diagnostics, too, and what counts is what its callers pass.
func summariesInSources(t *testing.T) []sourceSummary {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	positions, sources := token.NewFileSet(), newSummarySources()
	var functions []parsedFunction
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(positions, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		sources.addHolders(f)
		functions = append(functions, functionsIn(f)...)
	}
	for sources.addForwarders(functions) {
	}
	found := make(map[string]sourceSummary)
	for _, f := range functions {
		sources.each(f, func(summary ast.Expr) {
			s := sourceSummary{
				at: positions.Position(summary.Pos()).String(), function: f.name,
				expression: types.ExprString(summary), constant: constantText(summary),
			}
			if !f.handsOn(summary) {
				found[s.at] = s
			}
		})
	}
	var all []sourceSummary
	for _, s := range found {
		all = append(all, s)
	}
	return all
}

// addHolders finds the types with a field summary.
func (s summarySources) addHolders(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		declared, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		if structure, ok := declared.Type.(*ast.StructType); ok {
			for i, name := range fieldNames(structure.Fields) {
				if name == "summary" {
					s.holders[declared.Name.Name] = i
				}
			}
		}
		return true
	})
}

// functionsIn returns the functions of a file, the literals in them that have a
// name, and the declarations of variables, which may contain literals.
func functionsIn(f *ast.File) []parsedFunction {
	var all []parsedFunction
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			all = append(all, newParsedFunction(n.Name.Name, n.Type, n.Body))
		case *ast.GenDecl:
			all = append(all, parsedFunction{name: n.Tok.String(), body: n})
		case *ast.AssignStmt:
			if literal, isFunction := n.Rhs[0].(*ast.FuncLit); isFunction {
				all = append(all, newParsedFunction(types.ExprString(n.Lhs[0]), literal.Type, literal.Body))
			}
		}
		return true
	})
	return all
}

func newParsedFunction(name string, signature *ast.FuncType, body *ast.BlockStmt) parsedFunction {
	f := parsedFunction{name: name, params: fieldNames(signature.Params), body: body}
	if list := signature.Params.List; len(list) > 0 {
		_, f.spread = list[len(list)-1].Type.(*ast.Ellipsis)
	}
	return f
}

func fieldNames(fields *ast.FieldList) []string {
	var names []string
	for _, field := range fields.List {
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

// addForwarders adds functions that hand on a parameter as a summary, and reports
// whether there was a new one.
func (s summarySources) addForwarders(functions []parsedFunction) (added bool) {
	for _, f := range functions {
		s.each(f, func(summary ast.Expr) {
			for i, param := range f.params {
				name, key := types.ExprString(summary), fmt.Sprintf("%s/%d", f.name, len(f.params))
				if f.spread {
					key = f.name + "/…"
				}
				if _, known := s.functions[key]; name == param && !known {
					s.functions[key], added = i, true
				}
			}
		})
	}
	return added
}

// handsOn reports whether a summary is a parameter of a function, or a member of
// something that holds one.
func (f parsedFunction) handsOn(summary ast.Expr) bool {
	if member, ok := summary.(*ast.SelectorExpr); ok && member.Sel.Name == "summary" {
		return true
	}
	for _, param := range f.params {
		if types.ExprString(summary) == param {
			return true
		}
	}
	return false
}

// each calls a function with each summary in another function, except in literals
// with a name, which count as functions.
func (s summarySources) each(f parsedFunction, do func(ast.Expr)) {
	ast.Inspect(f.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			_, isFunction := n.Rhs[0].(*ast.FuncLit)
			return !isFunction
		case *ast.CallExpr:
			if i, ok := s.argument(n); ok && i < len(n.Args) {
				do(n.Args[i])
			}
		case *ast.CompositeLit:
			if summary := s.held(n); summary != nil {
				do(summary)
			}
		}
		return true
	})
}

// argument returns which argument of a call is a summary.
func (s summarySources) argument(call *ast.CallExpr) (index int, ok bool) {
	name := types.ExprString(call.Fun)
	name = name[strings.LastIndexByte(name, '.')+1:]
	if index, ok = s.functions[name+"/…"]; !ok {
		index, ok = s.functions[fmt.Sprintf("%s/%d", name, len(call.Args))]
	}
	return index, ok
}

// held returns the summary in a literal of a type that holds one, or nil.
func (s summarySources) held(literal *ast.CompositeLit) ast.Expr {
	name, ok := literal.Type.(*ast.Ident)
	if !ok {
		return nil
	}
	index, holds := s.holders[name.Name]
	for i, element := range literal.Elts {
		pair, keyed := element.(*ast.KeyValueExpr)
		switch {
		case keyed && holds && types.ExprString(pair.Key) == "summary":
			return pair.Value
		case !keyed && holds && i == index:
			return element
		}
	}
	return nil
}

// constantText returns the text of a string literal, or nothing.
func constantText(e ast.Expr) string {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		return ""
	}
	return text
}
