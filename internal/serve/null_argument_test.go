package serve

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Null has three forms: Terraform's, OpenTofu's, and none.
func TestServer_nullArgument(t *testing.T) {
	t.Parallel()
	body, err := tfprotov6.NewDynamicValue(tftypes.String, tftypes.NewValue(tftypes.String, "{}"))
	if err != nil {
		t.Fatal(err)
	}
	for name, null := range map[string]*tfprotov6.DynamicValue{"MessagePack": {MsgPack: []byte{msgPackNil}}, "no value": {}, "nothing": nil} {
		resp, err := newServer("test").CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{
			Name: "sign", Arguments: []*tfprotov6.DynamicValue{null, &body},
		})
		if err != nil || resp.Error != nil {
			t.Fatal(name, err, resp.Error)
		}
		if signature, err := resp.Result.Unmarshal(tftypes.String); err != nil || !signature.IsNull() {
			t.Errorf("%s: the result is %s, %v", name, signature, err)
		}
	}
}
