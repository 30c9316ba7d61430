package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// oauthModel is the argument oauth of the provider block.
type oauthModel struct {
	ClientID     types.String `tfsdk:"client_id"`
	ClientSecret types.String `tfsdk:"client_secret"`
	RefreshToken types.String `tfsdk:"refresh_token"`
}

// oauthAttribute is its schema. No member is required, for each can come from
// the environment.
func oauthAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "OAuth credentials of an app that a user has authorized. With them, the provider requests access tokens, which are valid for an hour. " +
			"All three members are required, each here or in its environment variable. Conflicts with `token`.",
		Optional:  true,
		Sensitive: true,
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				MarkdownDescription: "Client id of the app, from Asana's developer console. Environment variable: `ASANA_CLIENT_ID`.",
				Optional:            true,
			},
			"client_secret": schema.StringAttribute{
				MarkdownDescription: "Client secret of the app, from Asana's developer console. Environment variable: `ASANA_CLIENT_SECRET`.",
				Optional:            true,
				Sensitive:           true,
			},
			"refresh_token": schema.StringAttribute{
				MarkdownDescription: "Refresh token that Asana issued to the app when the user authorized it. Environment variable: `ASANA_REFRESH_TOKEN`.",
				Optional:            true,
				Sensitive:           true,
			},
		},
	}
}

// oauthSettings are the members after the environment has been looked at.
type oauthSettings struct{ clientID, clientSecret, refreshToken setting }

// oauthSettings reads argument and environment, member by member.
func (m providerModel) oauthSettings(ctx context.Context, diags *diag.Diagnostics) oauthSettings {
	var argument oauthModel
	if !m.OAuth.IsNull() {
		diags.Append(m.OAuth.As(ctx, &argument, basetypes.ObjectAsOptions{})...)
	}
	member := func(value types.String, name, env string) setting {
		return stringSetting(value, "oauth."+name, env, "")
	}
	return oauthSettings{
		clientID:     member(argument.ClientID, "client_id", "ASANA_CLIENT_ID"),
		clientSecret: member(argument.ClientSecret, "client_secret", "ASANA_CLIENT_SECRET"),
		refreshToken: member(argument.RefreshToken, "refresh_token", "ASANA_REFRESH_TOKEN"),
	}
}

// missing names the members that are not set, and how to set them.
func (s oauthSettings) missing() []string {
	var names []string
	for _, m := range []struct {
		setting
		name, env string
	}{
		{s.clientID, "client_id", "ASANA_CLIENT_ID"},
		{s.clientSecret, "client_secret", "ASANA_CLIENT_SECRET"},
		{s.refreshToken, "refresh_token", "ASANA_REFRESH_TOKEN"},
	} {
		if m.value == "" {
			names = append(names, m.name+" (or the environment variable "+m.env+")")
		}
	}
	return names
}

// configured returns where the members come from that are set.
func (s oauthSettings) configured() []string {
	var sources []string
	for _, m := range []setting{s.clientID, s.clientSecret, s.refreshToken} {
		if m.value != "" {
			sources = append(sources, m.source)
		}
	}
	return sources
}
