package provider

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// failure is an operation that did not succeed, on its way to a diagnostic:
// what failed, on which object, and why.
type failure struct {
	summary string // "Webhook not created"
	object  string // "a webhook on resource 1 for https://…", "webhook 42"
	err     error
}

// addFailure is where every diagnostic about a call to Asana is made: what
// happened in Asana's words, what it means, what to do now.
func (d *providerData) addFailure(diags *diag.Diagnostics, f failure) {
	if invalid, ok := errors.AsType[*asana.InvalidError](f.err); ok {
		addInvalid(diags, invalid)
		return
	}
	addRefusal(diags, f, d.whatHappened(f), d.whatToDo(f))
}

// addInvalid makes an error about a value that was found wrong before any call.
func addInvalid(diags *diag.Diagnostics, invalid *asana.InvalidError, more ...string) {
	diags.AddAttributeError(path.Root(invalid.Field), "Invalid "+invalid.Field, joined(append([]string{sentence(invalid.Problem)}, more...)))
}

// addRefusal makes an error of the paragraphs, about the attribute that is at
// fault if that is known.
func addRefusal(diags *diag.Diagnostics, f failure, paragraphs ...string) {
	if errors.Is(f.err, asana.ErrFilters) {
		diags.AddAttributeError(path.Root("filters"), "Webhook filters refused", joined(paragraphs))
		return
	}
	addError(diags, f.summary, paragraphs...)
}

// addError makes an error of the paragraphs that are not empty.
func addError(diags *diag.Diagnostics, summary string, paragraphs ...string) {
	diags.AddError(summary, joined(paragraphs))
}

// joined makes a text of the paragraphs that are not empty.
func joined(paragraphs []string) string {
	return strings.Join(slices.DeleteFunc(paragraphs, func(p string) bool { return p == "" }), "\n\n")
}

func (d *providerData) whatHappened(f failure) string {
	if isCanceled(f.err) {
		return interruptedCall(f)
	}
	if refusal, ok := errors.AsType[*asana.Error](f.err); ok {
		whose := "Asana's"
		if errors.Is(refusal, asana.ErrForeign) {
			whose = "The"
		}
		return fmt.Sprintf("%s answer to %s %s, about %s, was %s", whose, refusal.Method, refusal.Path, f.object, sentence(refusal.Error()))
	}
	if lost, ok := errors.AsType[*asana.TransportError](f.err); ok {
		if e, ok := errors.AsType[*asana.RefreshError](lost); ok {
			return d.notSent(f, lost, e)
		}
		if e, ok := errors.AsType[*asana.RetryAfterError](lost); ok {
			return sentence(fmt.Sprintf("the request %s %s to %s, about %s, was not made: %v", lost.Method, lost.Path, d.client.BaseURL(), f.object, e))
		}
		if e, ok := errors.AsType[*asana.RateLimitError](lost); ok {
			return sentence(fmt.Sprintf("the request %s %s to %s, about %s, was given up: %v", lost.Method, lost.Path, d.client.BaseURL(), f.object, e))
		}
		return sentence(fmt.Sprintf("the request %s %s to %s, about %s, %s", lost.Method, lost.Path, d.client.BaseURL(), f.object, howLost(lost.Err)))
	}
	return sentence(f.err.Error())
}

// howLost ends a sentence about a request that came to no usable answer.
func howLost(err error) string {
	unreadable, answered := errors.AsType[*asana.UnreadableError](err)
	switch {
	case answered:
		return fmt.Sprintf("was answered with status %d, but the answer could not be read: %s", unreadable.Status, causeText(unreadable.Err))
	case errors.Is(err, io.EOF):
		return "got no answer: the connection was closed"
	}
	return "got no answer: " + causeText(err)
}

// causeText is the text of an error that may quote what a stranger sent, such as
// the names in a certificate.
func causeText(err error) string {
	const most = 2000 // characters
	return asana.OneLine(err.Error(), most)
}

// whatToDo explains the kinds of failure that have an explanation.
func (d *providerData) whatToDo(f failure) string {
	switch err := f.err; {
	case isCanceled(err):
		return "" // nothing is wrong
	case isForeign(err):
		return "That is not an answer of Asana's API but of something before it: a proxy, a firewall, or the network in front of Asana. " +
			"See that the provider's base_url is right (it normally ends in /api/1.0) and that what stands in between lets the request pass."
	case errors.Is(err, asana.ErrUnauthorized):
		return fmt.Sprintf("Asana did not accept the access token, which came from %s. It may be mistyped, revoked or expired.", d.credential)
	case errors.Is(err, asana.ErrFilters):
		return filterAdvice
	case errors.Is(err, asana.ErrPaymentRequired):
		return "The plan that the workspace pays for does not include this. Upgrade the plan, or use a workspace whose plan does."
	case errors.Is(err, asana.ErrLegal):
		return "Asana blocks this request for legal reasons, for example because of the country from which it is made. Ask Asana's support."
	case errors.Is(err, asana.ErrDuplicate):
		return "" // what is to be done depends on whose it is
	case errors.Is(err, asana.ErrForbidden):
		return forbiddenAdvice(err)
	case errors.Is(err, asana.ErrNoRoute):
		return "Asana's API has no such address, so this says nothing about the object: check the provider's base_url, which normally ends in /api/1.0."
	case errors.Is(err, asana.ErrNotFound) && isUpdate(err):
		return "The webhook no longer exists: it was deleted since this plan was made. Run terraform plan again, with the refresh on. " +
			"It removes the webhook from the state and plans a new one, which has a new secret."
	case errors.Is(err, asana.ErrNotFound):
		return "Check that the gid is right and that the token's user can see the object. " +
			"If every request fails like this, check the provider's base_url: it normally ends in /api/1.0."
	case errors.Is(err, asana.ErrRateLimited):
		return rateAdvice(err)
	case errors.Is(err, asana.ErrServer):
		return serverAdvice(err)
	}
	if _, ok := errors.AsType[*asana.OffsetError](f.err); ok {
		return "Asana's tokens for the next page of a list expire, and the provider has begun the list again once. " +
			"Apply again when fewer other requests use the token, because they slow down the list. " +
			"If a data source reads the list, narrow it (for example, with resource)."
	}
	if _, ok := errors.AsType[*asana.RetryAfterError](f.err); ok {
		return "Apply again after that time. All that uses the same token shares its limit. " +
			"If Asana's limits can't be the reason, check whether a proxy or the provider's base_url answers in its place."
	}
	if e, ok := errors.AsType[*asana.RefreshError](f.err); ok {
		return d.whatToRenew(e)
	}
	if _, ok := errors.AsType[*asana.TransportError](f.err); ok {
		return "Check the network, the proxy settings (HTTPS_PROXY) and the provider's base_url."
	}
	return ""
}

// isForeign reports whether a refusal is not Asana's, and means no more than that:
// a limit and a failure mean the same, whoever tells of them.
func isForeign(err error) bool {
	return errors.Is(err, asana.ErrForeign) && !errors.Is(err, asana.ErrServer) && !errors.Is(err, asana.ErrRateLimited)
}

// isUpdate reports whether a refusal is that of a change to a webhook.
func isUpdate(err error) bool {
	refusal, ok := errors.AsType[*asana.Error](err)
	return ok && refusal.Op == "updateWebhook"
}

func rateAdvice(err error) string {
	if _, ok := errors.AsType[*asana.RateLimitError](err); ok {
		return "Apply again later. All that uses the same token shares its limit."
	}
	return "Asana kept refusing because of its rate limit, longer than max_retries allows. Apply again later, or raise max_retries."
}

func forbiddenAdvice(err error) string {
	refusal, _ := errors.AsType[*asana.Error](err)
	scopes := "webhooks:read, webhooks:write, webhooks:delete, workspaces:read"
	if !strings.HasPrefix(refusal.Path, "/webhooks") {
		scopes = "such as projects:read for projects, users:read for users, workspaces:read for workspaces"
	}
	advice := "The token has no access to the object, or lacks a scope that this needs (" + scopes + ")."
	if refusal.Op == "createWebhook" {
		advice += " It may also be that Asana does not accept the target's host."
	}
	return advice
}

func serverAdvice(err error) string {
	refusal, _ := errors.AsType[*asana.Error](err)
	if refusal.Phrase() == "" {
		return "This is a failure on Asana's side, or of a proxy in between. Apply again later."
	}
	return fmt.Sprintf("This is a failure on Asana's side. Apply again later; Asana's support can find the incident by its phrase %q.", refusal.Phrase())
}

// sentence makes a sentence of an error's text.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[size:]
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// attributeDetail is the text of a diagnostic about one attribute's value.
func attributeDetail(at path.Path, err error) string {
	return fmt.Sprintf("Attribute %s: %s", attributeName(at), sentence(err.Error()))
}
