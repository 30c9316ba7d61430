package provider_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// attachmentAllowed reports whether runs of Terraform may use a provider in the test's
// own process, which saves the start of the provider and the keys of the connection.
// TF_ACC_ATTACH=0 starts it in every run, as users do.
func attachmentAllowed() bool {
	return os.Getenv("TF_ACC_ATTACH") != "0" && programsCoverage == ""
}

// attached serves the provider in this process for one run of Terraform, until end is
// called. It returns the variable of the environment that lets Terraform attach to it.
func attached(t *testing.T) (variable string, end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	configs, closed := make(chan *plugin.ReattachConfig, 1), make(chan struct{})
	go func() {
		err := tf6server.Serve(provider.Address, func() tfprotov6.ProviderServer { return newServer() },
			tf6server.WithDebug(ctx, configs, closed), tf6server.WithGoPluginLogger(hclog.NewNullLogger()), tf6server.WithLoggingSink(t))
		if err != nil {
			t.Error(err)
			cancel()
		}
	}()
	var config *plugin.ReattachConfig
	select {
	case config = <-configs:
	case <-ctx.Done():
		t.Fatal("the provider was not served")
	}
	type addr struct{ Network, String string }
	type reattachConfig struct {
		Protocol        string
		ProtocolVersion int
		Pid             int
		Test            bool
		Addr            addr
	}
	served := reattachConfig{
		string(config.Protocol), config.ProtocolVersion, config.Pid, config.Test,
		addr{config.Addr.Network(), config.Addr.String()},
	}
	b, err := json.Marshal(map[string]reattachConfig{
		provider.Address: served,
		// OpenTofu completes the short address of the examples with a host of its own.
		strings.Replace(provider.Address, "terraform.io", "opentofu.org", 1): served,
	})
	if err != nil {
		t.Fatal(err)
	}
	return "TF_REATTACH_PROVIDERS=" + string(b), func() {
		cancel()
		<-closed
	}
}
