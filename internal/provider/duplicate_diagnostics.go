package provider

import (
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// onePerPair says why two blocks can't have the same resource and target.
const onePerPair = "Asana allows one webhook for each resource and target, whatever its filters are. " +
	"Remove one of the blocks, or add a query string to one of the targets to distinguish them."

// duplicateWords are about a webhook that exists already, or that another block of
// the same run creates.
func duplicateWords(d *providerData, f creationFailure, e *registration.DuplicateError) []string {
	switch {
	case e.SameRun && e.GID == "":
		return []string{
			"Another block of this configuration is creating a webhook with the same resource and target in this run. It had not finished when timeouts.create was over.",
			onePerPair,
		}
	case e.SameRun:
		return []string{
			fmt.Sprintf("Another block of this configuration created webhook %s in this run, with the same resource and target.", e.GID),
			onePerPair,
		}
	case e.FindErr != nil:
		return []string{
			"Asana reports that a webhook with this resource and target already exists. The provider could not look for it.",
			d.explain(listedWebhooks, e.FindErr),
			"Nothing was changed. The provider needs the webhook's gid to report it, and to replace it with replace_existing.",
		}
	case e.GID == "":
		return []string{
			"Asana reports that a webhook with this resource and target already exists, but it is not among the webhooks that this token can list.",
			unlistedCause(f.created),
			"Asana's answer: " + sentence(e.Refusal.Error()),
		}
	}
	exists := fmt.Sprintf("Webhook %s already has this resource and target. Asana allows one webhook for each resource and target, whatever its filters are. The provider did not change the webhook.", e.GID)
	switch replaced := len(f.created.Replaced) > 0; {
	case replaced && f.created.Unreconciled:
		return []string{exists, fmt.Sprintf("The provider replaced a webhook, as replace_existing allows, and then the answer to an attempt was lost. So webhook %s may be the orphan of that attempt, or somebody else created it. "+
			"Apply again: the provider then replaces it.", e.GID)}
	case replaced:
		return []string{exists, "The provider replaced a webhook, as replace_existing allows, and then somebody else created this one. Find out what creates it, and stop that. Then apply again."}
	}
	return append(append([]string{exists}, duplicateAdvice(e, f.created)...),
		"If this resource has create_before_destroy, the webhook may be the one to replace. Two webhooks with the same resource and target can't exist at the same time. "+
			"Remove create_before_destroy, or change the query string of the target, which makes it another target.",
		"If this apply also removes or renames the block of that webhook, apply again. To rename a block without a new webhook, use a moved block.")
}

// duplicateAdvice says what to do with a webhook that has the pair. If an answer was
// lost, it may be an orphan of this creation, which could not be decided.
func duplicateAdvice(e *registration.DuplicateError, created *registration.CreateError) []string {
	if !created.Unreconciled {
		return []string{importBlock(unmanaged, e.GID), "To delete it and create a new one with a new secret, set replace_existing = true."}
	}
	return []string{
		fmt.Sprintf("The answer to an attempt of this creation was lost, so webhook %s may be its orphan. The time of its creation (%s) and its filters do not prove that. "+
			"If nobody else created it, its secret is lost: set replace_existing = true for the next apply, which deletes it and creates a new one.", e.GID, timeOfCreation(e.Existing)),
		importBlock("somebody else created it, and no configuration manages it", e.GID),
	}
}

// unlistedCause says what a duplicate that can't be listed most likely is.
func unlistedCause(created *registration.CreateError) string {
	switch {
	case created.Unreconciled:
		return "It is most likely an orphan of this creation: the answer to an attempt was lost, and Asana's lists do not show the webhook yet. " +
			"If nobody else created it, its secret is lost: apply again in a minute or two, with replace_existing = true."
	case len(created.Replaced) > 0:
		return "It is most likely the webhook that this apply deleted, because Asana may take a while to notice a deletion. Apply again in a minute."
	}
	return "If somebody has just deleted it, or this apply has, Asana may not have noticed yet. Apply again in a minute. " +
		"Otherwise another app of the same user registered it, because Asana lists only what the token's own app registered. " +
		"Delete it with that app's token, or add a query string to the target."
}
