package provider

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

var (
	_ resource.ResourceWithConfigure      = (*webhookResource)(nil)
	_ resource.ResourceWithIdentity       = (*webhookResource)(nil)
	_ resource.ResourceWithImportState    = (*webhookResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*webhookResource)(nil)
	_ resource.ResourceWithMoveState      = (*webhookResource)(nil)
	_ resource.ResourceWithValidateConfig = (*webhookResource)(nil)
)

const defaultCreateTimeout = 2 * time.Minute

type webhookResource struct{ data *providerData }

func newWebhookResource() resource.Resource { return &webhookResource{} }

func (r *webhookResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_webhook"
}

func (r *webhookResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = webhookSchema(ctx)
}

func (r *webhookResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = webhookIdentity()
}

func (r *webhookResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

// Create registers the webhook. Id and secret are in the state as soon as
// Asana has returned them.
func (r *webhookResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m webhookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !r.data.ready(&resp.Diagnostics) {
		return
	}
	defer r.data.addRunWarnings(&resp.Diagnostics)
	request := m.request(ctx, &resp.Diagnostics)
	timeout, diags := m.Timeouts.Create(ctx, defaultCreateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	// A target that was unknown at plan time has not been looked at yet.
	if err := r.data.checkTarget(request.Target); err != nil {
		invalid := &asana.InvalidError{Field: "target", Problem: err.Error()}
		r.data.addCreateFailure(ctx, &resp.Diagnostics, request, &registration.CreateError{Err: invalid})
		return
	}

	created, err := r.data.registrar.Create(ctx, registration.Request{
		WebhookRequest: request, ReplaceExisting: m.ReplaceExisting.ValueBool(), Timeout: timeout,
	})
	if err != nil {
		r.data.addCreateFailure(ctx, &resp.Diagnostics, request, err)
		return
	}
	if ended := r.data.engineEnded; ended != nil && ended() {
		r.data.deleteUnstored(ctx, &resp.Diagnostics, created.GID)
		return
	}
	m.ID = types.StringValue(created.GID)
	m.setSecret(created.Secret)
	r.data.secrets.Store(created.GID, created.Secret)
	m.setComputed(&created.Webhook)
	r.store(ctx, m, &resp.State, resp.Identity, &resp.Diagnostics)
	rememberTarget(ctx, resp.Private, m.Target, created.Target, &resp.Diagnostics)
	r.data.rememberUser(ctx, resp.Private, &resp.Diagnostics)
	warnOfDeletions(created.Replaced, created.Orphans, &resp.Diagnostics)

	if created.CreatedAt.IsZero() {
		// The documentation's own example of this answer is not complete.
		r.readMissing(ctx, m, resp)
	}
}

// readMissing reads what the creation response left out.
func (r *webhookResource) readMissing(ctx context.Context, m webhookModel, resp *resource.CreateResponse) {
	w, err := r.data.client.GetWebhook(ctx, m.ID.ValueString())
	if err != nil {
		resp.Diagnostics.AddWarning("Webhook not read after creation",
			fmt.Sprintf("%s was created, and %s. The provider could not read the other attributes of the webhook. %s The next plan reads them.",
				title(m.describe()), secretPlace(m.SecretStorage), r.data.describeFailure(failure{object: m.describe(), err: err})))
		return
	}
	m.setComputed(w)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	rememberTarget(ctx, resp.Private, m.Target, w.Target, &resp.Diagnostics)
}

// Read updates the state with what Asana knows of the webhook.
func (r *webhookResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m webhookModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !r.data.ready(&resp.Diagnostics) || !m.checkID(&resp.Diagnostics) {
		return
	}
	defer r.data.addRunWarnings(&resp.Diagnostics)
	imported := m.Resource.IsNull() // nothing but the gid is known of it
	w, err := r.data.client.ReadWebhook(ctx, m.ID.ValueString())
	switch {
	case errors.Is(err, asana.ErrNotFound) && imported:
		r.data.addFailure(&resp.Diagnostics, failure{"Webhook not found", m.describe(), err})
	case errors.Is(err, asana.ErrNotFound):
		if !r.data.refuseOtherUser(ctx, req.Private, m, &resp.Diagnostics) {
			r.removeFromState(ctx, m, resp)
		}
	case err != nil:
		r.data.addFailure(&resp.Diagnostics, failure{"Webhook not read", m.describe(), err})
	default:
		if imported {
			r.data.warnOfUnknownSecrets(&resp.Diagnostics)
		}
		r.data.warnOfFailures(w, &resp.Diagnostics)
		warnOfInactive(w, &resp.Diagnostics)
		warnOfUnsupported(w, &resp.Diagnostics)
		r.data.planned.managed.Store(w.GID, true)
		before := m
		m.setRecord(ctx, w, &resp.Diagnostics)
		m.Target = keepSpelling(ctx, req.Private, resp.Private, before.Target, w.Target, &resp.Diagnostics)
		m.setDefaults()
		if !reflect.DeepEqual(m, before) { // else the state is right already
			resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
		}
		resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{GID: m.ID})...)
	}
}

// removeFromState removes a webhook from the state that no longer exists in Asana.
func (r *webhookResource) removeFromState(ctx context.Context, m webhookModel, resp *resource.ReadResponse) {
	resp.Diagnostics.AddWarning("Webhook no longer exists",
		fmt.Sprintf("Asana no longer finds webhook %s, which sent the events of resource %s to %s. "+
			"Asana deletes a webhook when its deliveries have failed for 24 hours, when its resource is deleted, or on request.\n\n"+
			"If the credentials have changed (they now come from %s), don't apply. Asana does not show a webhook to another user or app, so the webhook may still exist, and the secret in the state can't be retrieved again.\n\n"+
			"Otherwise, the next apply creates the webhook again with a new secret, if the configuration still has this block. Make sure that the target is live and accepts a new secret.",
			shownText(m.ID.ValueString()), shownText(m.Resource.ValueString()), shownTarget(m.Target.ValueString()), r.data.credential))
	// Terraform below 1.12 brings no identity with the request, and the
	// framework insists on one even when the resource is removed.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{GID: m.ID})...)
	resp.State.RemoveResource(ctx)
}

// Update replaces the filters, the one thing that Asana lets change. The plan has
// decided on the secret: Terraform plans again when values become known.
func (r *webhookResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state webhookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.data.ready(&resp.Diagnostics) || !state.checkID(&resp.Diagnostics) {
		return
	}
	defer r.data.addRunWarnings(&resp.Diagnostics)
	filters, before := filtersOf(ctx, plan.Filters, &resp.Diagnostics), filtersOf(ctx, state.Filters, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !asana.SameFilters(filters, before) {
		// The state must be what was planned. What the answer says otherwise
		// is for the next refresh to show.
		_, err := r.data.client.UpdateWebhookFilters(ctx, plan.ID.ValueString(), filters)
		if errors.Is(err, asana.ErrNotFound) && r.data.refuseOtherUser(ctx, req.Private, plan, &resp.Diagnostics) {
			return
		}
		if err != nil {
			r.data.addFailure(&resp.Diagnostics, failure{"Webhook not updated", plan.describe(), err})
			return
		}
	}
	r.store(ctx, plan, &resp.State, resp.Identity, &resp.Diagnostics)
}

// Delete removes the webhook. One that no longer exists is no error.
func (r *webhookResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m webhookModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !r.data.ready(&resp.Diagnostics) || !m.checkID(&resp.Diagnostics) {
		return
	}
	defer r.data.addRunWarnings(&resp.Diagnostics)
	existed, err := r.data.registrar.Delete(ctx, m.ID.ValueString())
	switch {
	case err != nil:
		r.data.addFailure(&resp.Diagnostics, failure{"Webhook not deleted", m.describe(), err})
	case existed || !r.data.refuseOtherUser(ctx, req.Private, m, &resp.Diagnostics):
		r.data.removals.add(m)
	}
}

// ImportState takes a gid, as an id or by identity.
func (r *webhookResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("gid"), req, resp)
	var id types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if asana.CheckGID(id.ValueString()) != nil {
		resp.Diagnostics.AddError("Invalid import id", fmt.Sprintf("To import a webhook, use its gid as the id. %q is not a gid, which has digits only. "+
			"A webhook has no page in Asana, and so no URL that contains its gid: use the data source asana_webhooks, which lists the gids.", shownText(id.ValueString())))
	}
}

func (r *webhookResource) store(ctx context.Context, m webhookModel, state *tfsdk.State, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	diags.Append(state.Set(ctx, m)...)
	diags.Append(identity.Set(ctx, identityModel{GID: m.ID})...)
}
