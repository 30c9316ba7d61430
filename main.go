// Command terraform-provider-asana lets Terraform manage Asana webhooks.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	attach := flag.Bool("debug", false, "serve a debugger: print how to attach Terraform, and wait")
	flag.Parse()
	if os.Getenv("GOGC") == "" {
		// Terraform asks about a thousand webhooks in a few seconds, each of
		// which leaves garbage behind. Collecting it earlier keeps the memory
		// near that of a provider that does nothing; make bench measures both.
		debug.SetGCPercent(40)
	}
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: provider.Address,
		Debug:   *attach,
	})
	if err != nil {
		log.Fatal(err)
	}
}
