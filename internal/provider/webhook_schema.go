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
			"While Terraform's request for the webhook is open, Asana calls the target with the header `X-Hook-Secret`, and the target must return that header. " +
			"So the target must be live when Terraform creates the webhook: let the resource depend on what serves the target. " +
			"If the target is not ready yet, the provider tries again until `timeouts.create` is over. " +
			"Asana returns the secret that signs every later event only once, in its answer to that request. The provider stores it in `secret`.\n\n" +
			"If the answer is lost, the provider deletes the orphaned webhook and creates it again. It identifies the webhook by its filters and the time of its creation. " +
			"It can't distinguish it from a webhook that another run creates for the same resource and target, with the same filters, within the same seconds. So keep the state locked, as Terraform does by default.\n\n" +
			"Asana deletes a webhook whose deliveries have failed for 24 hours. The next plan then warns, and recreates the webhook with a new secret. Asana allows 1,000 webhooks on one object, for all apps together, and 10,000 for each combination of user and app.",
		Attributes: map[string]schema.Attribute{
			"resource": schema.StringAttribute{
				MarkdownDescription: "Gid of the Asana object whose events are sent, such as a project, a task, a team or a workspace. The function `parse_url` reads it from the object's URL. Changing this forces a new webhook to be created.",
				Required:            true,
				Validators:          []validator.String{isObject},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"target": schema.StringAttribute{
				MarkdownDescription: "URL that receives the events. Asana must be able to reach it from the internet. Prefer `https`. Asana treats two URLs that differ only in the query as two targets. Changing this forces a new webhook to be created.",
				Required:            true,
				Validators:          []validator.String{isAbsoluteURL},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"filters": schema.SetNestedAttribute{
				MarkdownDescription: "Filters for the events that are sent. Asana sends an event that passes any of them. Asana requires filters for a workspace, a team or a portfolio. Changing this updates the webhook in place. Null, an empty set, and a set with the filter `{}` mean the same: Asana sends every event.",
				Optional:            true,
				NestedObject:        filterObject(),
				Validators:          []validator.Set{hasNoNulls{}},
				PlanModifiers:       []planmodifier.Set{keepSameFilters{}},
			},
			"replace_existing": schema.BoolAttribute{
				MarkdownDescription: "Whether to delete an existing webhook with this resource and target before this one is created. Use it when the secret of the existing webhook is lost. The provider deletes the old webhook before the handshake of the new one. If the handshake fails, an error says so, and Asana sends no events until an apply succeeds. Defaults to `false`, and a duplicate is an error. Changing this has no effect on a webhook that exists.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"rotation_triggers": schema.MapAttribute{
				MarkdownDescription: "Values of your choice that trigger a rotation, such as the id of a `time_rotating`. Changing them forces a new webhook with a new secret to be created. " +
					"Adding the first ones, or removing all, changes nothing in Asana, so that an imported webhook is not replaced at once. [Rotating the Secret](../guides/rotating-the-secret.md) shows how to rotate without missing an event.",
				Optional:      true,
				ElementType:   types.StringType,
				PlanModifiers: []planmodifier.Map{rotateOnChange()},
			},
			"secret_storage": schema.StringAttribute{
				MarkdownDescription: "Place where the secret is stored: " + storageList() + ". `state` stores it in `secret`. With `none`, the secret is not in the state. Then only the ephemeral resource `asana_webhook_secret` has it, in the run that creates the webhook. Defaults to `state`. " +
					"Changing this from `state` to `none` removes the secret from the state, and the plan warns about it. Older versions of the state keep the secret, and the webhook stays the same. Changing this from `none` to `state` forces a new webhook to be created, because the secret can't be read again, unless you set `existing_secret`.",
				Optional:      true,
				Computed:      true,
				Default:       stringdefault.StaticString(string(storeInState)),
				Validators:    []validator.String{isStorage},
				PlanModifiers: []planmodifier.String{replaceToStore()},
			},
			"existing_secret": schema.StringAttribute{
				MarkdownDescription: "Secret of a webhook that was created elsewhere and imported: the `X-Hook-Secret` of its handshake. If the state has no secret, the provider copies the argument to `secret`, without a call to Asana. " +
					"Changing this replaces a secret that came from this argument, but never one that Asana returned. After Terraform creates or recreates the webhook, the argument is out of date, and every plan warns until you remove it. " +
					"Removing it changes nothing else: `secret` stays in the state. Terraform stores the argument in the state, so you can't use it with `secret_storage = \"none\"`. " +
					"[Importing and Cleaning Up](../guides/importing-and-cleaning-up.md#set-a-secret-that-you-know) shows how to verify the secret first. Null unless you set it.",
				Optional:  true,
				Computed:  true, // to stay in the state when the configuration no longer has it
				Sensitive: true,
			},
			"timeouts": timeoutsAttribute(ctx),
			"id":       computedAndKept("Gid of the webhook."),
			"secret": schema.StringAttribute{
				MarkdownDescription: "Secret of the webhook, the `X-Hook-Secret` of its handshake. It is the key of the signature in `X-Hook-Signature`: the HMAC-SHA256 of the raw body. Use the string as it is, without decoding. Null with `secret_storage = \"none\"`. Also null after an import unless you set `existing_secret`, because Asana never shows the secret again.",
				Computed:            true,
				Sensitive:           true,
			},
			"secret_sha256": schema.StringAttribute{
				MarkdownDescription: "SHA-256 digest of the secret, 64 lower-case hex digits. Compare it with what a receiver has, or use it to trigger a change when the secret changes. It is also set with `secret_storage = \"none\"`. Null after an import, unless you set `existing_secret`.",
				Computed:            true,
			},
			"active": schema.BoolAttribute{
				MarkdownDescription: "Whether Asana sends events.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"created_at":    computedAndKept("Time at which the webhook was created, by Asana's clock: RFC 3339 in UTC, to the millisecond."),
			"resource_name": computedAndKept("Name of the object whose events are sent."),
			"resource_type": computedAndKept("Type of the object whose events are sent, such as `project`."),
		},
	}
}

// computedAndKept is an attribute whose value a plan that changes the webhook in place keeps.
func computedAndKept(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// filterObject is one member of filters.
func filterObject() schema.NestedAttributeObject {
	return schema.NestedAttributeObject{
		Attributes: map[string]schema.Attribute{
			"resource_type": schema.StringAttribute{
				MarkdownDescription: "Type of the object that changed, such as `task`, `story`, `section` or `project`. A webhook also gets the events of the objects inside its `resource`, such as the tasks of a project. A type that Asana does not document causes a warning. Null passes every type.",
				Optional:            true,
				Validators:          []validator.String{isNotEmpty},
			},
			"resource_subtype": schema.StringAttribute{
				MarkdownDescription: "Subtype of the object that changed, such as `milestone`, or `comment_added` for a story. Null passes every subtype.",
				Optional:            true,
				Validators:          []validator.String{isNotEmpty},
			},
			"action": schema.StringAttribute{
				MarkdownDescription: "Action that happened to the object: " + actionList() + ". Null passes every action.",
				Optional:            true,
			},
			"fields": schema.SetAttribute{
				MarkdownDescription: "Fields whose change passes, such as `due_on`. Set them only with the action `changed`, and not on a workspace, team or portfolio. A field that Asana does not describe for the `resource_type` causes a warning. Null or empty passes a change of any field.",
				Optional:            true,
				ElementType:         types.StringType,
				Validators:          []validator.Set{hasNoNulls{}, setvalidator.ValueStringsAre(isNotEmpty)},
			},
		},
	}
}

func timeoutsAttribute(ctx context.Context) schema.Attribute {
	attribute, _ := timeouts.Attributes(ctx, timeouts.Opts{
		Create:            true,
		CreateDescription: "Time limit for repeated attempts while the target does not complete the handshake yet, as a Go duration such as `5m`. After it, the provider stops waiting. It never ends a request in flight, or the cleanup after a lost answer. Defaults to `2m`.",
	}).(schema.SingleNestedAttribute)
	attribute.MarkdownDescription = "Time limits."
	create, _ := attribute.Attributes["create"].(schema.StringAttribute)
	create.Validators = []validator.String{isTimeout}
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
