package asana_test

import (
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func ExampleParseObjectURL() {
	object, err := asana.ParseObjectURL("https://app.asana.com/1/15793206719/project/1206043162733419/task/1205890974749373?focus=true")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(object.Type, object.GID, "in project", object.Project)
	// Output: task 1205890974749373 in project 1206043162733419
}
