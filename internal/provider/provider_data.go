package provider

import (
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// providerData is what the configured provider hands to its resources.
type providerData struct {
	client *asana.Client
	// registrar creates and deletes webhooks; it lives as long as the run.
	registrar *registration.Registrar
	// secrets are those of the webhooks that this run created: an asana.Secret by gid.
	secrets sync.Map
	// removals are the webhooks that this run deleted.
	removals removals
	// planned is what this run has planned so far.
	planned plannedWebhooks
	// publicAPI reports that the API is Asana's own, so that targets must be
	// reachable from the internet.
	publicAPI bool
	// workspace is the default workspace's gid, or empty.
	workspace string
	// workspaceUnknown reports that there is a default workspace whose gid is not
	// known yet.
	workspaceUnknown bool
	// credential says where access tokens come from, never what they are.
	credential string
	// oauth are the credentials that access tokens are got with; nil with a
	// token.
	oauth *oauthSettings
	// engineEnded reports whether Terraform has ended, so that nobody stores
	// what a request returns.
	engineEnded func() bool
	// warnings are those that this run has shown.
	warnings runWarnings
	// unknownArguments names the provider arguments that are not known yet, in which
	// case there is no client.
	unknownArguments []string
}

// ready reports whether calls can be made, and says why not.
func (d *providerData) ready(diags *diag.Diagnostics) bool {
	if d.client != nil {
		return true
	}
	arguments := "argument " + d.unknownArguments[0] + " is"
	if len(d.unknownArguments) > 1 {
		arguments = "arguments " + enumeration(d.unknownArguments) + " are"
	}
	addError(diags, "Provider argument not known yet",
		fmt.Sprintf("The provider's %s not known yet, because of something that is not created yet. This step calls Asana, so it needs the provider.", arguments),
		"Create what is missing first (terraform apply -target=…), or set a value that is known in advance.")
	return false
}

// dataFrom is the Configure of everything that the provider serves. It returns
// nil while Terraform only validates.
func dataFrom(data any, diags *diag.Diagnostics) *providerData {
	if data == nil {
		return nil
	}
	d, ok := data.(*providerData)
	if !ok {
		diags.AddError("Unexpected provider data", fmt.Sprintf("Got %T. This is a bug in the provider; please report it.", data))
	}
	return d
}

// checkTarget refuses a target that Asana can't reach, unless the API is a
// simulator of Asana that may.
func (d *providerData) checkTarget(target string) error {
	if d == nil || !d.publicAPI {
		return nil
	}
	return asana.CheckPublicTarget(target)
}
