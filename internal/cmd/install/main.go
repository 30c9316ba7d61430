// Command install builds the provider and puts it where terraform init and tofu init find
// it without any configuration.
//
// Run it from the root of the repository, or with make install.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/localmirror"
)

func main() {
	dir := flag.String("dir", "", "`directory` to install into, instead of the one in the home directory")
	uninstall := flag.Bool("uninstall", false, "delete what was installed")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, *dir, *uninstall)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, dir string, uninstall bool) (err error) {
	isImplied := dir == ""
	if isImplied {
		if dir, err = localmirror.Implied(); err != nil {
			return err
		}
	}
	mirror := localmirror.Mirror(dir)
	if uninstall {
		if err := mirror.Uninstall(); err != nil {
			return err
		}
		fmt.Fprintf(out, "No asana provider is left in %s.\n", dir)
		return nil
	}

	version, err := mirror.Install(ctx, ".", os.Stderr)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "asana %s is installed:\n", version)
	for _, path := range mirror.Paths(version) {
		fmt.Fprintln(out, " ", path)
	}
	if !isImplied {
		return nil
	}
	fmt.Fprint(out, advice)
	return warn(out, dir)
}

const advice = `
terraform init and tofu init find it there, and get other providers from their registries.
In a folder where init selected an earlier build, run terraform init -upgrade.
make uninstall deletes all builds.
`

// warn names the configuration files because of which engines do not search dir.
func warn(out io.Writer, dir string) error {
	files, err := localmirror.InstallationConfigFiles()
	if err != nil {
		return err
	}
	for _, file := range files {
		fmt.Fprintf(out, "\n%s has a provider_installation block, so engines that read this file do not\nsearch %s.\nRemove the block, or add to it: filesystem_mirror { path = %q }\n", file, dir, dir)
	}
	return nil
}
