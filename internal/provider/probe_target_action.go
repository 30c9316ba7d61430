package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

var (
	_ action.ActionWithConfigure  = (*probeTargetAction)(nil)
	_ action.ActionWithModifyPlan = (*probeTargetAction)(nil)
)

// probeTargetAction tries the handshake with a target, on request only.
type probeTargetAction struct{ data *providerData }

func newProbeTargetAction() action.Action { return &probeTargetAction{} }

type probeTargetModel struct {
	Target  types.String `tfsdk:"target"`
	Timeout types.String `tfsdk:"timeout"`
}

const firstSecretWarning = "The probe sends the target a made-up secret, as anybody could. A receiver that keeps the first secret it receives " +
	"would keep this one. It would then refuse the handshake of the webhook, and its events. " +
	"Probe only receivers that read the secret from their configuration, or clear the stored secret after the probe."

func (a *probeTargetAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_probe_target"
}

func (a *probeTargetAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes a handshake with the target of a webhook, without Asana and without a webhook, and says which part of it fails: " +
			"the name, the port, TLS, the timeout, the answer, the redirect, the status, or the header `X-Hook-Secret`. " +
			"The request is the same as Asana's: a POST with the body `{}` and a made-up secret. It follows no redirects and uses no proxy. " +
			"It comes from the machine that runs Terraform. So a target that only that machine can reach passes the probe and fails with Asana. " +
			"A plan sends nothing: only the invocation of the action in an apply does. The action requires Terraform 1.14. OpenTofu has no actions.\n\n" +
			"~> " + firstSecretWarning,
		Attributes: map[string]schema.Attribute{
			"target": schema.StringAttribute{
				MarkdownDescription: "URL to probe: the whole URL that is the `target` of the webhook, including the query.",
				Required:            true,
				Validators:          []validator.String{isTarget},
			},
			"timeout": schema.StringAttribute{
				MarkdownDescription: "Time limit for the handshake, from the DNS lookup to the answer, as a Go duration such as `5s`. " +
					"Asana waits about 10 seconds, so a slower target fails with Asana. Defaults to `10s`.",
				Optional:   true,
				Validators: []validator.String{isTimeout},
			},
		},
	}
}

func (a *probeTargetAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan refuses a target that Asana would refuse. What a probe may do to a
// receiver is said by its documentation, and by a probe that fails.
func (a *probeTargetAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config probeTargetModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !config.Target.IsUnknown() {
		a.checkTarget(config.Target.ValueString(), &resp.Diagnostics)
	}
}

func (a *probeTargetAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config probeTargetModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limit := config.limit(&resp.Diagnostics)
	target := config.Target.ValueString()
	a.checkTarget(target, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	say := func(line string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: asana.HideQuery(line, target)})
	}
	say(fmt.Sprintf("Probing %s.", shownTarget(target)))
	if err := handshake.Probe(ctx, target, limit, say); err != nil {
		addProbeFailure(&resp.Diagnostics, target, err)
		return
	}
	say("Verdict: the target completes the handshake.")
}

// checkTarget refuses what Asana would refuse, before anything is sent. Values
// that were unknown while the configuration was validated are seen here first.
func (a *probeTargetAction) checkTarget(target string, diags *diag.Diagnostics) {
	at := path.Root("target")
	if err := asana.CheckTarget(target); err != nil {
		diags.AddAttributeError(at, "Invalid target", attributeDetail(at, err))
	} else if err := a.data.checkTarget(target); err != nil {
		diags.AddAttributeError(at, "Target not public", attributeDetail(at, err))
	}
}

func (m probeTargetModel) limit(diags *diag.Diagnostics) time.Duration {
	if m.Timeout.IsNull() {
		return handshake.DefaultProbeTimeout
	}
	limit, err := parseTimeout(m.Timeout.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("timeout"), "Invalid duration", attributeDetail(path.Root("timeout"), err))
	}
	return limit
}

// addProbeFailure says which part of the handshake failed, and what to do.
func addProbeFailure(diags *diag.Diagnostics, target string, err error) {
	failed, ok := errors.AsType[*handshake.ProbeError](err)
	if !ok {
		addError(diags, "Target not probed", "The probe was interrupted before it had a result. To repeat it, run terraform apply -invoke=action.asana_probe_target.NAME. An apply repeats it only if its trigger takes place again.")
		return
	}
	warning := commandSendsSecret
	if failed.SecretSent() {
		warning = probeSentSecret
	}
	diags.AddAttributeError(path.Root("target"), "Webhook handshake failed", joined([]string{
		fmt.Sprintf("Verdict: the target %s does not complete the handshake. Failing part: %s.", shownTarget(target), failed.Part),
		asana.HideQuery(failed.Problem, target), failed.Advice(target), handshakeByHand(target), warning,
	}))
}

const probeSentSecret = "The probe sent the target a made-up secret, and so does the command. If the receiver stores the first secret that it receives, clear it before a webhook is created. " +
	"Otherwise the receiver refuses the handshake of the webhook, and its events."
