package serve

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

const msgPackNil = 0xc0

// withNullArguments returns a call of a function with null for each argument
// that has no value at all, which is how OpenTofu 1.12 sends null. The
// framework can't read that.
func withNullArguments(req *tfprotov6.CallFunctionRequest) *tfprotov6.CallFunctionRequest {
	call := *req
	call.Arguments = make([]*tfprotov6.DynamicValue, len(req.Arguments))
	for i, argument := range req.Arguments {
		if argument == nil || argument.JSON == nil && argument.MsgPack == nil {
			argument = &tfprotov6.DynamicValue{MsgPack: []byte{msgPackNil}}
		}
		call.Arguments[i] = argument
	}
	return &call
}
