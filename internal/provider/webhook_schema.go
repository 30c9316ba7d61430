package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// webhookSchema is what a user writes and sees: required, optional, computed.
//
// Each computed attribute keeps its value in a plan that changes the webhook in
// place, those that Asana may change at any time included: the refresh has just
// read them, and an unknown value would break count and for_each over them.
func webhookSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "An [Asana webhook](https://developers.asana.com/docs/webhooks-guide): Asana sends the events of an object to a URL.\n\n" +
			"Creating it is a conversation: while Terraform's request is open, Asana calls the target with an `X-Hook-Secret` header, which the target must send back. " +
			"So the target must be live when the webhook is created: let the resource depend on what serves it. " +
			"A target that needs a while to come up is tried again until `timeouts.create`. " +
			"The secret, with which every later event is signed, is in the answer to that one request and can never be read again; it is kept in `secret`.\n\n" +
			"If the answer is lost on the way, the provider finds the webhook that it was about by its filters and the time of its creation, deletes it, and creates it again, so that none is orphaned. " +
			"It can't distinguish it from a webhook that another run creates for the same resource and target, with the same filters, within the same seconds: keep the state locked, as Terraform does by default.\n\n" +
			"Asana deletes a webhook whose deliveries have failed for 24 hours. The next plan then warns, and creates it anew with a new secret. It allows 1,000 webhooks on one object, those of all apps together, and 10,000 for a user and an app.",
		Attributes: map[string]schema.Attribute{
			"resource": schema.StringAttribute{
				MarkdownDescription: "Gid of the Asana object whose events are sent, such as a project, a task, a team or a workspace. The function `parse_url` finds it in the object's URL. A change makes a new webhook.",
				Required:            true,
				Validators:          []validator.String{isObject()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"target": schema.StringAttribute{
				MarkdownDescription: "URL that receives the events, reachable from the internet, preferably `https`. The whole URL counts, query included: Asana takes two URLs that differ only in the query for two targets. A change makes a new webhook.",
				Required:            true,
				Validators:          []validator.String{isAbsoluteURL()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"filters": schema.SetNestedAttribute{
				MarkdownDescription: "Filters for the events that are sent: Asana sends an event that passes any of them. Without filters it sends every event: null, an empty set, and a set with a filter `{}` that restricts nothing mean the same. A change updates the webhook in place. Asana requires filters for a workspace, a team or a portfolio.",
				Optional:            true,
				NestedObject:        filterObject(),
				Validators:          []validator.Set{hasNoNulls{}},
				PlanModifiers:       []planmodifier.Set{keepSameFilters{}},
			},
			"replace_existing": schema.BoolAttribute{
				MarkdownDescription: "Whether to delete a webhook that already has this resource and target, and create anew: the way back when its secret is lost. The old one goes before the new one's handshake: should that fail, an error says so, and no events are sent until an apply succeeds. Only looked at on creation. Defaults to `false`: a duplicate is an error.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"rotation_triggers": schema.MapAttribute{
				MarkdownDescription: "Values of your choice, such as the id of a `time_rotating`: when they change, Terraform makes a new webhook, and with it a new secret. " +
					"Giving the first ones, or taking all away, changes nothing in Asana, so that a webhook that has just been imported is not replaced at once. [A guide](../guides/rotating-the-secret.md) tells how to rotate without missing an event.",
				Optional:      true,
				ElementType:   types.StringType,
				PlanModifiers: []planmodifier.Map{rotateOnChange()},
			},
			"secret_storage": schema.StringAttribute{
				MarkdownDescription: "Where the secret is kept: " + storageList() + ". `state` keeps it in `secret`. `none` keeps it out of the state; then only the ephemeral resource `asana_webhook_secret` has it, in the run that creates the webhook. " +
					"Going from `state` to `none` removes the secret from the state, of which the plan warns, though not from older versions of the state, and leaves the webhook as it is; going from `none` to `state` makes a new webhook, because the secret can't be read again, unless you set `existing_secret`. Defaults to `state`.",
				Optional:      true,
				Computed:      true,
				Default:       stringdefault.StaticString(string(storeInState)),
				Validators:    []validator.String{isStorage()},
				PlanModifiers: []planmodifier.String{replaceToStore()},
			},
			"existing_secret": schema.StringAttribute{
				MarkdownDescription: "Secret of a webhook that was created elsewhere and imported: the `X-Hook-Secret` of its handshake. While the state has no secret, it becomes `secret`, without a call to Asana. " +
					"A change replaces a secret that came from this argument, and never one that Asana returned: once the webhook is created or recreated, the argument is stale, and every plan warns until you remove it. " +
					"Removing it changes nothing else: `secret` stays in the state. Terraform stores the argument itself in the state, too, so it can't be used with `secret_storage = \"none\"`. " +
					"[A guide](../guides/importing-and-cleaning-up.md) shows how to verify the secret first. Null unless you set it.",
				Optional:  true,
				Computed:  true, // to stay in the state when the configuration no longer has it
				Sensitive: true,
			},
			"timeouts": timeoutsAttribute(ctx),
			"id": schema.StringAttribute{
				MarkdownDescription: "Gid of the webhook.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"secret": schema.StringAttribute{
				MarkdownDescription: "The `X-Hook-Secret`: key of the HMAC-SHA256 over the raw body that every event carries in `X-Hook-Signature`. Use the string as it is, without decoding. Null with `secret_storage = \"none\"`, and after an import unless you set `existing_secret`, because Asana never shows it again.",
				Computed:            true,
				Sensitive:           true,
			},
			"secret_sha256": schema.StringAttribute{
				MarkdownDescription: "SHA-256 digest of the secret, 64 lower-case hex digits: to compare with what a receiver holds, and to trigger on when the secret changes. It is there with `secret_storage = \"none\"`, too. Null after an import, unless you set `existing_secret`.",
				Computed:            true,
			},
			"active": schema.BoolAttribute{
				MarkdownDescription: "Whether Asana sends events.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"created_at": schema.StringAttribute{
				MarkdownDescription: "When the webhook was created, by Asana's clock: RFC 3339 in UTC, to the millisecond.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"resource_name": schema.StringAttribute{
				MarkdownDescription: "Name of the object whose events are sent.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"resource_type": schema.StringAttribute{
				MarkdownDescription: "Type of the object whose events are sent, such as `project`.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

// filterObject is one member of filters.
func filterObject() schema.NestedAttributeObject {
	return schema.NestedAttributeObject{
		Attributes: map[string]schema.Attribute{
			"resource_type": schema.StringAttribute{
				MarkdownDescription: "Type of the object that changed, such as `task`, `story`, `section` or `project`: events bubble up to the objects around it. A type that Asana does not document causes a warning. Null lets every type pass.",
				Optional:            true,
				Validators:          []validator.String{isNotEmpty()},
			},
			"resource_subtype": schema.StringAttribute{
				MarkdownDescription: "Subtype of the object that changed, such as `milestone`, or `comment_added` for a story. Null lets every subtype pass.",
				Optional:            true,
				Validators:          []validator.String{isNotEmpty()},
			},
			"action": schema.StringAttribute{
				MarkdownDescription: "What happened to it: " + actionList() + ". Null lets every action pass.",
				Optional:            true,
			},
			"fields": schema.SetAttribute{
				MarkdownDescription: "Fields whose change passes, such as `due_on`; only with the action `changed`, and not on a workspace, team or portfolio. A field that Asana does not describe for the `resource_type` causes a warning. Null or empty lets a change of any field pass.",
				Optional:            true,
				ElementType:         types.StringType,
				Validators:          []validator.Set{hasNoNulls{}, setvalidator.ValueStringsAre(isNotEmpty())},
			},
		},
	}
}

func timeoutsAttribute(ctx context.Context) schema.Attribute {
	attribute, _ := timeouts.Attributes(ctx, timeouts.Opts{
		Create:            true,
		CreateDescription: "How long to keep trying while the target does not complete the handshake yet, as a Go duration such as `5m`. It ends waiting, never a request in flight, nor the cleaning up after one whose answer was lost. Defaults to `2m`.",
	}).(schema.SingleNestedAttribute)
	attribute.MarkdownDescription = "Time limits."
	create, _ := attribute.Attributes["create"].(schema.StringAttribute)
	create.Validators = []validator.String{isTimeout()}
	attribute.Attributes["create"] = create
	return attribute
}

// webhookIdentity identifies a webhook to Terraform 1.12 and newer.
func webhookIdentity() identityschema.Schema {
	return identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"gid": identityschema.StringAttribute{
				Description:       "Gid of the webhook.",
				RequiredForImport: true,
			},
		},
	}
}
