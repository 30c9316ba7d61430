// Command attributes writes a file of Go code that names the attributes of each
// type of object: what a filter's fields can be. It takes the names, and
// nothing else, from Asana's OpenAPI document.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/contract"
)

func main() {
	if err := run(contract.File, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "attributes:", err)
		os.Exit(1)
	}
}

func run(find func() (string, error), args []string) error {
	if len(args) != 1 {
		return errors.New("usage: attributes FILE, the path of the file to write")
	}
	document, err := find()
	if err != nil {
		return err
	}
	b, err := os.ReadFile(document)
	if err != nil {
		return err
	}
	code, err := generate(b)
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], code, 0o600)
}
