package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// notFoundAdvice says what to check after Asana did not find an object.
func notFoundAdvice(err error) string {
	what, object := missingObject(err)
	return fmt.Sprintf("Check that %s is right, and that the token's user can see the %s. "+
		"If every request fails like this, check the provider's base_url: it normally ends in /api/1.0.", what, object)
}

// missingObject names the object in the path of a request, and what identifies it.
// The path of a list begins with what the list belongs to.
func missingObject(err error) (what, object string) {
	refusal, ok := errors.AsType[*asana.Error](err)
	if !ok {
		return "the gid", "object"
	}
	kind, rest, named := strings.Cut(strings.TrimPrefix(refusal.Path, "/"), "/")
	switch {
	case refusal.Op == "createWebhook":
		return "the gid of the resource", "resource"
	case !named:
		return "the gid", "object"
	case strings.Contains(rest, "@"):
		return "the email address", "user"
	}
	object = strings.ReplaceAll(strings.TrimSuffix(kind, "s"), "_", " ")
	return "the gid of the " + object, object
}

// listAdvice says what to do about a list that could not be read to its end.
func listAdvice(err error) string {
	advice := "Asana's tokens for the next page of a list expire. The provider has started the list again once. " +
		"Apply again when fewer other requests use the token, because they slow down the list."
	refusal, ok := errors.AsType[*asana.Error](err)
	switch {
	case !ok:
	case strings.HasPrefix(refusal.Path, "/webhooks"):
		advice += " If the data source asana_webhooks reads the list, set resource to shorten it."
	case strings.HasSuffix(refusal.Path, "/projects"):
		advice += " If the data source asana_projects reads the list, set team or portfolio instead of workspace to shorten it."
	}
	return advice
}
