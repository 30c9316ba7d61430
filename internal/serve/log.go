package serve

import (
	"io"
	"log"
	"os"
	"strings"
)

// discardStandardLog drops what is logged with package log. The provider does not
// use it, but package net/http does, and quotes what servers send it: the bytes
// after an answer, such as a second copy that has the secret of a webhook, would
// get into Terraform's log. Panics do not pass through there.
func discardStandardLog() { log.SetOutput(io.Discard) }

// disableUnreadLogs keeps the framework and the provider from writing logs that
// nobody reads. Unless TF_LOG or one of its relatives is set, Terraform reads what
// a provider logs and throws it away, yet the framework writes about eighty lines for
// each resource in a plan all the same: a third of the time that a large plan takes.
// The provider's line for each call to Asana is a tenth of its work in a destroy.
// Panics are not logged and reach Terraform as ever.
func disableUnreadLogs() {
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		switch {
		case value == "" || name == "TF_LOG_PATH": // where to, but not that
		case strings.HasPrefix(name, "TF_LOG"), name == "TF_TEMP_LOG_PATH":
			return
		}
	}
	// Each logger looks at a variable of its own.
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_PROVIDER_ASANA"} {
		_ = os.Setenv(name, "off") // fails only for impossible names
	}
}
