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
	client    *asana.Client
	registrar *registration.Registrar // creates and deletes webhooks; it lives as long as the run

	secrets  sync.Map        // of the webhooks that this run created: an asana.Secret by gid
	removals removals        // webhooks that this run deleted
	planned  plannedWebhooks // what this run has planned so far
	warnings runWarnings     // those that this run has shown

	publicAPI  bool           // the API is Asana's own, so targets must be reachable from the internet
	workspace  string         // gid of the default workspace, or empty
	credential string         // where access tokens come from, never what they are
	oauth      *oauthSettings // with which access tokens are requested; nil with a token

	// workspaceUnknown reports that there is a default workspace whose gid is not
	// known yet.
	workspaceUnknown bool
	// unknownArguments names the provider arguments that are not known yet, in which
	// case there is no client.
	unknownArguments []string
	// engineEnded reports whether Terraform has ended, so that nobody stores
	// what a request returns. Nil means never.
	engineEnded func() bool
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
