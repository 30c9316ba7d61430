package repo

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"go.yaml.in/yaml/v4"
)

// engineRun is a run of the tests in .github/workflows/test.yml.
type engineRun struct {
	Engine  string
	Version string
	MayFail bool `yaml:"may-fail"`
}

// TestRelease_enginesOfTheWorkflow shows that the workflow tests the engines of which the
// documentation says so, and the next version of each, which may fail.
func TestRelease_enginesOfTheWorkflow(t *testing.T) {
	t.Parallel()
	var workflow struct {
		Jobs struct {
			Engines struct {
				MayFail  string `yaml:"continue-on-error"`
				Strategy struct {
					Matrix struct{ Include []engineRun }
				}
			}
		}
	}
	if err := yaml.Unmarshal([]byte(readFile(t, ".github/workflows/test.yml")), &workflow); err != nil {
		t.Fatal(err)
	}
	job := workflow.Jobs.Engines
	if job.MayFail != "${{ matrix.may-fail == true }}" {
		t.Errorf("continue-on-error is %q", job.MayFail)
	}
	for _, page := range []string{"README.md", "docs/guides/upgrading.md"} {
		if want := claimedRuns(t, page); !slices.Equal(job.Strategy.Matrix.Include, want) {
			t.Errorf("the workflow runs %+v, and %s claims %+v", job.Strategy.Matrix.Include, page, want)
		}
	}
}

// claimedRuns returns the runs that a page claims.
func claimedRuns(t *testing.T, page string) []engineRun {
	t.Helper()
	sentence := regexp.MustCompile(`The tests run on every minor version of Terraform from 1\.(\d+) to 1\.(\d+) and of OpenTofu from 1\.(\d+) to 1\.(\d+), and on the next versions from their first beta on\.`)
	claim := sentence.FindStringSubmatch(readFile(t, page))
	if claim == nil {
		t.Fatalf("%s does not say on which engines the tests run", page)
	}
	var bounds []int
	for _, number := range claim[1:] {
		bound, err := strconv.Atoi(number)
		if err != nil {
			t.Fatal(err)
		}
		bounds = append(bounds, bound)
	}
	var runs []engineRun
	for i, engine := range []string{"terraform", "tofu"} {
		oldest, newest := bounds[2*i], bounds[2*i+1]
		for minor := oldest; minor <= newest; minor++ {
			runs = append(runs, engineRun{Engine: engine, Version: fmt.Sprintf("1.%d.x", minor)})
		}
		runs = append(runs, engineRun{Engine: engine, Version: fmt.Sprintf("~1.%d.0-beta1", newest+1), MayFail: true})
	}
	return runs
}

// TestRelease_oldestEngine shows that the tests run on the oldest engine that the README
// requires.
func TestRelease_oldestEngine(t *testing.T) {
	t.Parallel()
	required := regexp.MustCompile(`It needs Terraform or OpenTofu, 1\.(\d+) or newer\.`).FindStringSubmatch(readFile(t, "README.md"))
	if required == nil {
		t.Fatal("the README does not say which engine is needed")
	}
	for _, engine := range []string{"terraform", "tofu"} {
		if oldest := (engineRun{Engine: engine, Version: "1." + required[1] + ".x"}); !slices.Contains(claimedRuns(t, "README.md"), oldest) {
			t.Errorf("the tests do not run on %+v", oldest)
		}
	}
}
