package provider

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

type providerModel struct {
	Token          types.String `tfsdk:"token"`
	OAuth          types.Object `tfsdk:"oauth"`
	Workspace      types.String `tfsdk:"workspace"`
	BaseURL        types.String `tfsdk:"base_url"`
	MaxRetries     types.Int64  `tfsdk:"max_retries"`
	RequestTimeout types.String `tfsdk:"request_timeout"`
}

// configure turns the provider block and the environment into what resources
// work with.
func (m providerModel) configure(ctx context.Context, userAgent string, diags *diag.Diagnostics) *providerData {
	if unknown := m.unknown(); len(unknown) > 0 {
		// A plan that creates all its webhooks needs no call, so it must
		// not fail because the token comes from something not made yet.
		return &providerData{unknownArguments: unknown}
	}
	credentials := m.credentials(ctx, diags)
	workspace := stringSetting(m.Workspace, "workspace", "ASANA_WORKSPACE", "")
	baseURL := stringSetting(m.BaseURL, "base_url", "ASANA_BASE_URL", asana.DefaultBaseURL)
	timeout := stringSetting(m.RequestTimeout, "request_timeout", "ASANA_REQUEST_TIMEOUT", asana.DefaultRequestTimeout.String())
	retries := settingOf(m.MaxRetries, func() string { return strconv.FormatInt(m.MaxRetries.ValueInt64(), 10) },
		"max_retries", "ASANA_MAX_RETRIES", strconv.Itoa(asana.DefaultMaxRetries))

	base, err := asana.ParseBaseURL(baseURL.value)
	baseURL.report(diags, "Invalid base URL", err)
	if workspace.value != "" {
		workspace.report(diags, "Invalid workspace", asana.CheckGID(workspace.value))
	}
	requestTimeout, err := parseTimeout(timeout.value)
	timeout.report(diags, "Invalid request timeout", err)
	maxRetries, err := parseRetryCount(retries.value)
	retries.report(diags, "Invalid number of retries", err)
	if diags.HasError() {
		return nil
	}

	clientConfig := asana.Config{
		BaseURL:        baseURL.value,
		Token:          asana.Secret(credentials.token.value),
		Workspace:      workspace.value,
		MaxRetries:     maxRetries,
		RequestTimeout: requestTimeout,
		UserAgent:      userAgent,
		Logger:         slog.New(tflogHandler{}),
	}
	if oauth := credentials.oauth; oauth != nil {
		clientConfig.OAuth = &asana.OAuth{
			ClientID:     oauth.clientID.value,
			ClientSecret: asana.Secret(oauth.clientSecret.value),
			RefreshToken: asana.Secret(oauth.refreshToken.value),
		}
	}
	client, err := asana.New(clientConfig)
	if err != nil {
		diags.AddError("Invalid Asana credentials", sentence(err.Error())+" The credentials came from "+credentials.source()+".")
		return nil
	}
	return &providerData{
		client:     client,
		registrar:  registration.New(client, workspace.value, logProgress),
		publicAPI:  asana.IsAsana(base.Hostname()),
		workspace:  workspace.value,
		credential: credentials.source(),
		oauth:      credentials.oauth,

		workspaceUnknown: m.Workspace.IsUnknown(),
	}
}

// unknown lists the arguments that no call can do without and whose value
// depends on something that Terraform has yet to create. The others have
// defaults, which do for a plan.
func (m providerModel) unknown() []string {
	var names []string
	add := func(name string, value attr.Value) {
		if value.IsUnknown() {
			names = append(names, name)
		}
	}
	add("token", m.Token)
	add("oauth", m.OAuth)
	add("base_url", m.BaseURL)
	members := m.OAuth.Attributes()
	for _, name := range slices.Sorted(maps.Keys(members)) {
		add("oauth."+name, members[name])
	}
	return names
}

func parseRetryCount(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > maxMaxRetries {
		return 0, fmt.Errorf("%q is not a number of retries: use a whole number from 0 to %d", s, maxMaxRetries)
	}
	return n, nil
}
