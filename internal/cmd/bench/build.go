package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// install puts the binaries of the providers into a folder, and returns the engine's
// configuration that finds them there.
func install(ctx context.Context, dir string, peers peerFlag) (cliConfig string, err error) {
	overrides := make(map[string]string)
	for _, p := range []struct{ name, pkg, provider string }{
		{"terraform-provider-asana", ".", "seed-a7d6d6c5/asana"},
		{"terraform-provider-floor", "./internal/cmd/bench/floor", "bench/floor"},
	} {
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(dir, p.name), p.pkg)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return "", fmt.Errorf("building %s (run this from the repository's root): %w\n%s", p.pkg, err, out)
		}
		overrides[p.provider] = dir
	}
	schemas, err := webhookSchemas(ctx)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "floor.json"), schemas, 0o600); err != nil {
		return "", err
	}
	for name, binary := range peers {
		// The engine finds a provider by the name of its file, and a release has the version there.
		if err := os.Symlink(binary, filepath.Join(dir, "terraform-provider-"+name)); err != nil {
			return "", err
		}
		overrides[peerSubjects()[name].provider] = dir
	}
	var lines strings.Builder
	for address, folder := range overrides {
		fmt.Fprintf(&lines, "    %q = %q\n", address, folder)
	}
	return fmt.Sprintf("provider_installation {\n  dev_overrides {\n%s  }\n  direct {}\n}\n", lines.String()), nil
}

// webhookSchemas are what the protocol floor has to know of asana_webhook, so that it has the
// same attributes.
func webhookSchemas(ctx context.Context) ([]byte, error) {
	server := providerserver.NewProtocol6(provider.New("bench", nil))()
	all, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{
		"Capabilities": all.ServerCapabilities,
		"Resource":     all.ResourceSchemas[asanaWebhook], "Identity": identities.IdentitySchemas[asanaWebhook],
	})
}
