// Command terraform-provider-asana lets Terraform manage Asana webhooks.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/serve"
)

// version is set by the release build.
var version = "dev"

func main() {
	attach := flag.Bool("debug", false, "serve a debugger: print how to attach Terraform, and wait")
	flag.Parse()
	if err := serve.Serve(version, *attach); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
