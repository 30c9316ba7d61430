// Command schemadump prints the provider's schema in the form that
// "terraform providers schema -json" has, for the documentation to be made from.
//
// It asks the provider itself and no engine: engines leave out what they are too
// old to know, and then the documentation would depend on who generated it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "schemadump:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	schemas, err := dump(ctx, providerserver.NewProtocol6(provider.New("dev", nil))())
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(schemas)
}
