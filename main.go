// Command terraform-provider-asana lets Terraform manage Asana webhooks.
package main

import (
	"flag"
	"fmt"
	"os"
)

// version is set by the release build.
var version = "dev"

func main() {
	attach := flag.Bool("debug", false, "serve a debugger: print how to attach Terraform, and wait")
	flag.Parse()
	collectSeldom()
	silenceStandardLog()
	if !*attach {
		silenceUnreadLogs()
	}
	if err := serve(*attach); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
