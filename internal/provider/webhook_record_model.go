package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// webhookRecordModel is all that Asana tells of a webhook, health of the
// deliveries included, as data sources give it.
type webhookRecordModel struct {
	webhookCommonModel
	LastSuccessAt            types.String `tfsdk:"last_success_at"`
	LastFailureAt            types.String `tfsdk:"last_failure_at"`
	LastFailureContent       types.String `tfsdk:"last_failure_content"`
	DeliveryRetryCount       types.Int64  `tfsdk:"delivery_retry_count"`
	NextAttemptAfter         types.String `tfsdk:"next_attempt_after"`
	FailureDeletionTimestamp types.String `tfsdk:"failure_deletion_timestamp"`
}

// recordOf converts a webhook as Asana describes it.
func recordOf(ctx context.Context, w *asana.Webhook, diags *diag.Diagnostics) webhookRecordModel {
	m := webhookRecordModel{
		webhookCommonModel:       webhookCommonModel{Filters: types.SetNull(filterType())},
		LastSuccessAt:            timeValue(w.LastSuccessAt),
		LastFailureAt:            timeValue(w.LastFailureAt),
		LastFailureContent:       stringOrNull(w.LastFailureContent),
		DeliveryRetryCount:       types.Int64Value(int64(w.DeliveryRetryCount)),
		NextAttemptAfter:         timeValue(w.NextAttemptAfter),
		FailureDeletionTimestamp: timeValue(w.FailureDeletionTimestamp),
	}
	m.setRecord(ctx, w, diags)
	m.Resource = stringOrNull(w.Resource.GID)
	return m
}

func webhookRecordAttributes() map[string]schema.Attribute {
	const when = " RFC 3339 in UTC, to the millisecond."
	return map[string]schema.Attribute{
		"id":            computed("Gid of the webhook."),
		"resource":      computed("Gid of the Asana object whose events are sent. Null if the object no longer exists."),
		"resource_name": computed("Name of the object whose events are sent."),
		"resource_type": computed("Type of the object whose events are sent, such as `project`."),
		"target":        computed("URL that receives the events."),
		"filters": schema.SetNestedAttribute{
			MarkdownDescription: "Filters for the events that are sent. Asana sends an event that passes any of them. Null if it sends every event.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"resource_type":    computed("Type of the object that changed. Null if every type passes."),
				"resource_subtype": computed("Subtype of the object that changed. Null if every subtype passes."),
				"action":           computed("Action that happened to the object: " + actionList() + ". Null if every action passes."),
				"fields": schema.SetAttribute{
					MarkdownDescription: "Fields whose change passes. Null if a change of any field passes.",
					Computed:            true, ElementType: types.StringType,
				},
			}},
		},
		"active":               computedBool("Whether Asana sends events."),
		"created_at":           computed("Time at which the webhook was created." + when),
		"last_success_at":      computed("Time at which a delivery last succeeded." + when + " Null if none has succeeded yet."),
		"last_failure_at":      computed("Time at which a delivery last failed." + when + " Null if none has failed."),
		"last_failure_content": computed("Answer of the target to the last delivery that failed, as Asana stores it. Null if none has failed."),
		"delivery_retry_count": schema.Int64Attribute{
			MarkdownDescription: "Number of times that Asana has tried again since the last delivery that succeeded. 0 while deliveries succeed.",
			Computed:            true,
		},
		"next_attempt_after":         computed("Time before which Asana does not try again." + when + " Null while deliveries succeed."),
		"failure_deletion_timestamp": computed("Time at which Asana deletes the webhook, unless a delivery succeeds before." + when + " Null while deliveries succeed."),
	}
}
