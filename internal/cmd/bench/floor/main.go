// Command floor is a provider that answers each request with what the request brings, without
// the framework and without an API: the least that any provider of such a resource can take.
//
// Its resource floor_webhook has the schema that is beside the binary, in floor.json.
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

func main() {
	// As the real provider: nobody reads the log of protocol messages, and memory is there.
	_ = os.Setenv("TF_LOG_SDK_PROTO", "off") // fails only for impossible names
	debug.SetGCPercent(400)
	server, err := newServer()
	if err != nil {
		log.Fatal(err)
	}
	if err := tf6server.Serve("registry.terraform.io/bench/floor", func() tfprotov6.ProviderServer { return server }); err != nil {
		log.Fatal(err)
	}
}

// newServer reads the schema.
func newServer() (*server, error) {
	binary, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(binary), "floor.json"))
	if err != nil {
		return nil, err
	}
	s := &server{}
	return s, json.Unmarshal(text, &s.schemas)
}
