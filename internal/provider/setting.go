package provider

import (
	"os"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// setting is an argument of the provider block after its environment variable
// has been looked at.
type setting struct {
	value  string
	source string    // what to call it in a diagnostic
	path   path.Path // empty unless it comes from the argument
}

// settingOf returns the argument if it is given, else the environment
// variable, else the fallback. The environment does not count for an argument
// that is not known yet: it is not what the apply will use.
func settingOf(argument attr.Value, text func() string, name, env, fallback string) setting {
	if argument.IsUnknown() {
		return setting{value: fallback, source: "the default"}
	}
	if !argument.IsNull() {
		return setting{value: text(), source: "the provider's argument " + name, path: path.Root(name)}
	}
	if v := os.Getenv(env); v != "" {
		return setting{value: v, source: "the environment variable " + env}
	}
	return setting{value: fallback, source: "the default"}
}

func stringSetting(argument types.String, name, env, fallback string) setting {
	return settingOf(argument, argument.ValueString, name, env, fallback)
}

// report adds an error about the setting, if there is one.
func (s setting) report(diags *diag.Diagnostics, summary string, err error) {
	switch {
	case err == nil:
	case len(s.path.Steps()) == 0:
		diags.AddError(summary, sentence("In "+s.source+": "+err.Error()))
	default:
		diags.AddAttributeError(s.path, summary, sentence(err.Error()))
	}
}
