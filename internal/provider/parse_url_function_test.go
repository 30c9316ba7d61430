package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// objectURL is what parse_url returns; nil stands for null.
func objectURL(kind, gid string, workspace, project knownvalue.Check) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{
		"type": knownvalue.StringExact(kind), "gid": knownvalue.StringExact(gid), "workspace": workspace, "project": project,
	})
}

func TestAccParseURLFunction(t *testing.T) {
	t.Parallel()
	gid, null := knownvalue.StringExact, knownvalue.Null()
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   hasFunctions,
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: `
output "urls" {
  value = [for u in [
    "https://app.asana.com/0/1206043162733419/1205890974749373/f?focus=true#top",
    "https://app.asana.com/0/0/1205890974749373",
    "https://app.asana.com/0/1206043162733419/list",
    "https://app.asana.com/0/portfolio/1200330095730280/list",
    "https://app.asana.com/1/15793206719/project/1206043162733419/task/1205890974749373?focus=true",
    "https://app.asana.com/1/15793206719/project/1206043162733419/task/1205890974749373/comment/1210804403284883",
    "https://app.asana.com/1/15793206719/task/1205890974749373",
    "https://app.asana.com/1/15793206719/project/1206043162733419/board/1209328572071561",
    "https://app.asana.com/1/15793206719/home",
  ] : provider::asana::parse_url(u)]
}`,
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("urls", knownvalue.TupleExact([]knownvalue.Check{
				objectURL("task", "1205890974749373", null, gid("1206043162733419")),
				objectURL("task", "1205890974749373", null, null),
				objectURL("project", "1206043162733419", null, gid("1206043162733419")),
				objectURL("portfolio", "1200330095730280", null, null),
				objectURL("task", "1205890974749373", gid("15793206719"), gid("1206043162733419")),
				objectURL("story", "1210804403284883", gid("15793206719"), gid("1206043162733419")),
				objectURL("task", "1205890974749373", gid("15793206719"), null),
				objectURL("project", "1206043162733419", gid("15793206719"), gid("1206043162733419")),
				objectURL("workspace", "15793206719", gid("15793206719"), null),
			}))},
		}},
	})
}

func TestAccParseURLFunction_example(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	env := []string{"ASANA_ACCESS_TOKEN=" + a.Token(), "ASANA_BASE_URL=" + a.url}
	url := "TF_VAR_project_url=https://app.asana.com/1/" + a.workspace + "/project/" + a.project
	w := newWorkdir(t, example(t, "functions/parse_url/function.tf"), append(env, url+"/list/1209328572071561")...)
	w.apply(t)
	if got := a.only(t).Resource; got != a.project {
		t.Errorf("the webhook is on %s, want %s", got, a.project)
	}
	w = newWorkdir(t, example(t, "functions/parse_url/function.tf"), append(env, url+"/task/22")...)
	if out := w.run(t, "plan"); out.code != 1 {
		t.Errorf("a task passes for a project: %s", out.text)
	} else {
		out.contains(t, "This is the URL of a task. Use the URL of a project.")
	}
}
