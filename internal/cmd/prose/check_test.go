package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	long := strings.TrimSpace(strings.Repeat("word ", maxWords+1))
	tests := map[string]struct {
		source string
		lines  []int // with a finding each
	}{
		"plain":                       {"It is fixed.", nil},
		"prose":                       {"# Title\n\nMend it.", []int{3}},
		"two in a line":               {"Mend it anew.", []int{1, 1}},
		"table cell":                  {"| a | Mend it |", []int{1}},
		"link text":                   {"[Mend it](page.md)", []int{1}},
		"inline code":                 {"Run `mend`.", nil},
		"target of a link":            {"[Fix it](mend.md#mend)", nil},
		"URL":                         {"See https://example.com/mend", nil},
		"HTML":                        {`<a id="mend"></a>`, nil},
		"action of a template":        {`{{ tffile "mend.tf" }}`, nil},
		"code block":                  {"```shell\nmend\n```\nMend it.", []int{4}},
		"code block in a list":        {"1. Run\n\n   ```shell\n   mend\n   ```\n2. Mend it.", []int{6}},
		"fence inside a code block":   {"````text\n```\nMend it.\n````\nMend it.", []int{3, 5}},
		"indented code":               {"Run\n\n    mend\n", nil},
		"messages":                    {"```text\nMend it.\n```", []int{2}},
		"longest sentence":            {long[5:] + ".", nil},
		"too long a sentence":         {long + ".", []int{1}},
		"long, but two sentences":     {long[5:] + ". " + long[5:], nil},
		"long, but in parts":          {long[5:] + ": " + long[5:], nil},
		"long, but two cells":         {"| " + long[5:] + " | " + long[5:] + " |", nil},
		"long, but a list of values":  {long[5:] + strings.Repeat(`, "value of many words"`, 9), nil},
		"long, but with a remark":     {long[5:] + " (" + long[5:] + ")", nil},
		"long, with a URL at an end":  {long[5:] + " https://example.com: " + long[5:], []int{1}},
		"split by a URL and a colon":  {long[10:] + " https://example.com: " + long[5:], nil},
		"a number is no end":          {long[5:] + " 1.5 x", []int{1}},
		"inline code with much in it": {long[10:] + " `" + long + "`", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var lines []int
			found := check(test.source, true)
			for _, f := range found {
				lines = append(lines, f.line)
			}
			if !reflect.DeepEqual(lines, test.lines) {
				t.Errorf("found %v, want a finding in each of the lines %v", found, test.lines)
			}
		})
	}
}

func TestCheck_textIsCodeUnlessAskedFor(t *testing.T) {
	t.Parallel()
	const source = "```text\nMend it.\n```\nMend it."
	if found := check(source, false); len(found) != 1 || found[0].line != 4 {
		t.Errorf("found %v", found)
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := map[string]string{
		"a.md":                   "Fine.\nMend it.\n",
		"guides/b.md.tmpl":       "Mend it.\n",
		"main.tf":                "# Mend it.\n",
		"node_modules/readme.md": "Mend it.\n",
		"empty/main.tf":          "",
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	var out strings.Builder
	found, err := run(&out, false, []string{dir, filepath.Join(dir, "a.md")})
	if err != nil {
		t.Fatal(err)
	}
	in := filepath.ToSlash(dir)
	inA := in + `/a.md:2: "Mend": use fix` + "\n"
	if want := inA + in + `/guides/b.md.tmpl:1: "Mend": use fix` + "\n" + inA; out.String() != want || found != 3 {
		t.Errorf("found %d:\n%s\nwant\n%s", found, out.String(), want)
	}

	for _, missing := range []string{filepath.Join(dir, "empty"), filepath.Join(dir, "c.md")} {
		if _, err := run(&out, false, []string{missing}); err == nil {
			t.Errorf("%s has no document, and it is no error", missing)
		}
	}
}
