package provider_test

import (
	"bufio"
	"encoding/json"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"go.yaml.in/yaml/v4"
)

// blockChecks has for each language of code blocks how they are checked.
var blockChecks = map[string]func(*testing.T, codeBlock){
	"go":        checkGo,
	"hcl":       checkCLIConfig,
	"http":      checkHTTP,
	"json":      checkJSON,
	"mermaid":   checkMermaid,
	"shell":     checkShell,
	"terraform": checkTerraform,
	"text":      checkText,
	"tree":      checkTree,
	"yaml":      checkYAML,
}

// checkTerraform parses a block, and holds what it says of the provider's
// objects against their schemas.
func checkTerraform(t *testing.T, block codeBlock) {
	t.Helper()
	file, diags := hclparse.NewParser().ParseHCL([]byte(block.text), block.where)
	if diags.HasErrors() {
		t.Error(diags)
		return
	}
	c := &configuration{providers: map[string]string{}}
	for _, b := range file.Body.(*hclsyntax.Body).Blocks {
		c.add(t, b)
	}
	for _, used := range append(c.references, c.arguments...) {
		checkAsanaAttribute(t, block.where, used.to, used.attribute)
	}
}

// checkShell has a shell parse a block, and looks for the targets and the
// folders that its commands name. Those of Terraform's are in
// TestAccDocs_commandsOfTheEngine.
func checkShell(t *testing.T, block codeBlock) {
	t.Helper()
	parse := exec.CommandContext(t.Context(), "sh", "-n")
	parse.Stdin = strings.NewReader(block.text)
	if out, err := parse.CombinedOutput(); err != nil {
		t.Errorf("%s: %v: %s", block.where, err, out)
	}
	for _, words := range commands(block) {
		switch words[0] {
		case "make":
			checkMake(t, block, words[1:])
		case "go", "tools/acceptance.sh":
			for _, word := range words {
				folder, isFolder := strings.CutPrefix(word, "./")
				if _, err := os.Stat(filepath.Join(root, strings.TrimSuffix(folder, "..."))); isFolder && err != nil {
					t.Errorf("%s: %s is not there", block.where, word)
				}
			}
		}
	}
}

// commands are the words of each line, without comments and variables.
func commands(block codeBlock) [][]string {
	var all [][]string
	for line := range strings.Lines(block.text) {
		line, _, _ = strings.Cut(" "+line, " #")
		words := shellWord.FindAllString(line, -1)
		for len(words) > 0 && isAssignment(words[0]) {
			words = words[1:]
		}
		if len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

// shellWord is a word of a command, whose quotes may hold spaces.
var shellWord = regexp.MustCompile(`(?:[^\s"]|"[^"]*")+`)

func isAssignment(word string) bool { return regexp.MustCompile(`^[A-Z_]+=`).MatchString(word) }

func checkMake(t *testing.T, block codeBlock, targets []string) {
	t.Helper()
	makefile, err := os.ReadFile(filepath.Join(root, "GNUmakefile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range targets {
		if !isAssignment(name) && !strings.Contains(string(makefile), "\n"+name+": ") {
			t.Errorf("%s: make has no target %s", block.where, name)
		}
	}
}

// checkHTTP reads a block as a request or as a response.
func checkHTTP(t *testing.T, block codeBlock) {
	t.Helper()
	wire := bufio.NewReader(strings.NewReader(strings.ReplaceAll(block.text, "\n", "\r\n") + "\r\n"))
	var err error
	if strings.HasPrefix(block.text, "HTTP/") {
		var resp *http.Response
		if resp, err = http.ReadResponse(wire, nil); err == nil {
			err = resp.Body.Close()
		}
	} else {
		_, err = http.ReadRequest(wire)
	}
	if err != nil {
		t.Errorf("%s: %v", block.where, err)
	}
}

// checkCLIConfig wants the one block that TestAccContributing_cliConfig runs the engine
// with. It is in an older HCL, which has no parser but the engines' own.
func checkCLIConfig(t *testing.T, block codeBlock) {
	t.Helper()
	if !strings.HasPrefix(block.where, "CONTRIBUTING.md: # dev.tfrc") {
		t.Errorf("%s: nothing runs the engine with it", block.where)
	}
}

// TestAccContributing_cliConfig follows CONTRIBUTING.md: with the provider's binary in the
// folder that the configuration names, the engine finds it there.
func TestAccContributing_cliConfig(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(""))
	for _, p := range allPages(t) {
		for _, block := range p.blocks {
			if block.language == "hcl" {
				w.writeFile(t, "cli.tfrc", strings.ReplaceAll(block.text, "/home/me/terraform-provider-asana", filepath.ToSlash(scratch)))
			}
		}
	}
	w.setenv("TF_CLI_CONFIG_FILE=" + filepath.Join(w.dir, "cli.tfrc"))
	w.apply(t)
	a.only(t)
}

// checkGo parses a block as a file.
func checkGo(t *testing.T, block codeBlock) {
	t.Helper()
	if _, err := parser.ParseFile(token.NewFileSet(), "", block.text, parser.SkipObjectResolution); err != nil {
		t.Errorf("%s: %v", block.where, err)
	}
}

func checkJSON(t *testing.T, block codeBlock) {
	t.Helper()
	if !json.Valid([]byte(block.text)) {
		t.Errorf("%s: not JSON", block.where)
	}
}

func checkYAML(t *testing.T, block codeBlock) {
	t.Helper()
	var workflow map[string]any
	if err := yaml.Unmarshal([]byte(block.text), &workflow); err != nil {
		t.Errorf("%s: %v", block.where, err)
	}
}

// checkText wants a file below examples/, which has a test of its own, or what
// the generator makes of a function.
func checkText(t *testing.T, block codeBlock) {
	t.Helper()
	signature := regexp.MustCompile(`^([a-z_]+)\(.*\) \w+\n$`).FindStringSubmatch(block.text)
	if signature != nil && strings.HasPrefix(block.where, "docs/functions/"+signature[1]+".md") {
		return
	}
	found := false
	err := filepath.WalkDir(examples, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".txt" {
			return err
		}
		text, err := os.ReadFile(path)
		found = found || strings.TrimSpace(string(text)) == strings.TrimSpace(block.text)
		return err
	})
	if err != nil || !found {
		t.Errorf("%s: no example has this text: %v", block.where, err)
	}
}

// checkMermaid reads as much of a sequence diagram as the README uses.
func checkMermaid(t *testing.T, block codeBlock) {
	t.Helper()
	participant := regexp.MustCompile(`^participant (\w) as \S.*$`)
	arrow := regexp.MustCompile(`^(\w)-?->>(\w): \S.*$`)
	other := regexp.MustCompile(`^(sequenceDiagram|activate (\w)|deactivate (\w)|Note over (\w): .+|loop .+|end|)$`)
	var known []string
	for line := range strings.Lines(block.text) {
		line = strings.TrimSpace(line)
		var named []string
		if m := participant.FindStringSubmatch(line); m != nil {
			known = append(known, m[1])
		} else if m := arrow.FindStringSubmatch(line); m != nil {
			named = m[1:]
		} else if m := other.FindStringSubmatch(line); m != nil {
			named = slices.DeleteFunc(m[2:], func(s string) bool { return s == "" })
		} else {
			t.Errorf("%s: what is %q?", block.where, line)
		}
		for _, name := range named {
			if !slices.Contains(known, name) {
				t.Errorf("%s: %s is no participant", block.where, name)
			}
		}
	}
}

// TestAccDocs_commandsOfTheEngine shows that the engine has the commands and
// the options that the pages tell people to use.
func TestAccDocs_commandsOfTheEngine(t *testing.T) {
	t.Parallel()
	w := newWorkdir(t, "")
	help := map[string]string{} // by command
	options := 0
	for _, line := range engineCommands(allPages(t)) {
		if help[line.command] == "" {
			help[line.command] = w.run(t, append(strings.Fields(line.command), "-help")...).text
			if line.command == "apply" { // which takes those of plan, and says so
				help[line.command] += w.run(t, "plan", "-help").text
			}
		}
		if !strings.HasPrefix(help[line.command], "Usage: ") {
			t.Errorf("%s: the engine has no command %s", line.where, line.command)
		}
		for _, option := range line.options {
			if !strings.Contains(help[line.command], option) {
				t.Errorf("%s: %s has no option %s", line.where, line.command, option)
			}
		}
		options += len(line.options)
	}
	if options < 5 {
		t.Errorf("only %d options found", options)
	}
}

// engineCommand is a line that runs the engine.
type engineCommand struct {
	where, command string
	options        []string // those that the command's help has: -lock-timeout
}

func engineCommands(all []*page) []engineCommand {
	var found []engineCommand
	for _, p := range all {
		for _, block := range p.blocks {
			if block.language != "shell" {
				continue
			}
			for _, words := range commands(block) {
				if words[0] == "terraform" {
					found = append(found, newEngineCommand(block.where, words[1:]))
				}
			}
		}
	}
	return found
}

func newEngineCommand(where string, words []string) engineCommand {
	c := engineCommand{where: where, command: words[0]}
	if words[0] == "state" {
		c.command += " " + words[1]
	}
	for _, word := range words {
		option, _, _ := strings.Cut(word, "=")
		// -invoke is Terraform 1.14's, which the page says.
		if strings.HasPrefix(option, "-") && option != "-invoke" {
			c.options = append(c.options, option)
		}
	}
	return c
}
