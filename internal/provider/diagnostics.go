package provider

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// failure is an operation that did not succeed, on its way to a diagnostic:
// what failed, on which object, and why.
type failure struct {
	summary string // "Webhook not created"
	object  string // "a webhook on resource 1 with target https://…", "webhook 42"
	err     error
}

// addFailure is where every diagnostic about a call to Asana is made: what
// happened in Asana's words, what it means, what to do now.
func (d *providerData) addFailure(diags *diag.Diagnostics, f failure) {
	if invalid, ok := errors.AsType[*asana.InvalidError](f.err); ok {
		addInvalid(diags, invalid)
		return
	}
	addRefusal(diags, f, d.describeFailure(f), d.advice(f))
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

func (d *providerData) describeFailure(f failure) string {
	if isCanceled(f.err) {
		return interruptedCall(f)
	}
	if refusal, ok := errors.AsType[*asana.Error](f.err); ok {
		return fmt.Sprintf("%s to %s %s (%s) was %s", answerOf(!errors.Is(refusal, asana.ErrNotAsana)), refusal.Method, refusal.Path, f.object, sentence(refusal.Error()))
	}
	if lost, ok := errors.AsType[*asana.TransportError](f.err); ok {
		if e, ok := errors.AsType[*asana.RefreshError](lost); ok {
			return describeUnsent(f, lost, e)
		}
		result := noAnswerText(lost.Err)
		if e, ok := errors.AsType[*asana.RetryAfterError](lost); ok {
			result = "was not sent: " + e.Error()
		} else if e, ok := errors.AsType[*asana.RateLimitError](lost); ok {
			result = "was not sent: " + e.Error()
		}
		return sentence(fmt.Sprintf("the request %s %s to %s (%s) %s", lost.Method, lost.Path, d.client.BaseURL(), f.object, result))
	}
	if e, ok := errors.AsType[*registration.UnverifiedError](f.err); ok {
		return fmt.Sprintf("Asana's answer to the creation has no secret (X-Hook-Secret). It names webhook %s, which the provider could not read. %s",
			e.GID, d.describeFailure(failure{object: "webhook " + e.GID, err: e.Err}))
	}
	if e, ok := errors.AsType[*registration.MismatchError](f.err); ok {
		return fmt.Sprintf("Asana's answer to the creation names webhook %s, and nothing shows that this creation created it.", e.GID)
	}
	return sentence(f.err.Error())
}

// answerOf names an answer, at the beginning of a sentence.
func answerOf(isAsana bool) string {
	if isAsana {
		return "Asana's answer"
	}
	return "The answer"
}

// explain says in one paragraph what happened to a call, and what to do.
func (d *providerData) explain(object string, err error) string {
	f := failure{object: object, err: err}
	return strings.TrimSpace(d.describeFailure(f) + " " + d.advice(f))
}

func (d *providerData) advice(f failure) string {
	switch err := f.err; {
	case isCanceled(err):
		return "" // nothing is wrong
	case asana.IsIntermediaryRefusal(err):
		return "This answer does not come from Asana's API, but from an intermediary: a proxy, a firewall, or the network in front of Asana. " +
			"Check that the provider's base_url is right (it normally ends in /api/1.0), and that the intermediary lets the request pass."
	case errors.Is(err, asana.ErrUnauthorized):
		return fmt.Sprintf("Asana did not accept the access token, which came from %s. It may be mistyped, revoked or expired: replace it.", d.credential)
	case errors.Is(err, asana.ErrFilters):
		return filterAdvice(err)
	case errors.Is(err, asana.ErrPaymentRequired):
		return "The Asana plan of the workspace does not include this feature. Upgrade the plan, or use a workspace whose plan includes it."
	case errors.Is(err, asana.ErrLegal):
		return "Asana blocks this request for legal reasons, for example because of the country that it comes from. Contact Asana's support."
	case errors.Is(err, asana.ErrDuplicate):
		return "" // what to do depends on who created it
	case errors.Is(err, asana.ErrForbidden):
		return forbiddenAdvice(err)
	case errors.Is(err, asana.ErrNoRoute):
		return "Asana's API has no such path, so the object may exist. Check the provider's base_url: it normally ends in /api/1.0."
	case errors.Is(err, asana.ErrNotFound) && isUpdate(err):
		return "The webhook no longer exists: it was deleted after this plan was created. Run terraform plan again, with the refresh on. " +
			"It removes the webhook from the state and plans a new one, which has a new secret."
	case errors.Is(err, asana.ErrNotFound):
		return notFoundAdvice(err)
	case errors.Is(err, asana.ErrRateLimited):
		return rateAdvice(err)
	case errors.Is(err, asana.ErrServer):
		return serverAdvice(err)
	case isType[*asana.OffsetError](err):
		return listAdvice(err)
	case isType[*asana.RetryAfterError](err):
		return "Apply again after that time. Everything that uses the same token shares its limit. " +
			"If Asana's limits can't be the reason, check the provider's base_url, and whether a proxy answers instead of Asana."
	case isType[*asana.RefreshError](err):
		return d.refreshAdvice(err)
	case isType[*asana.UnreadableError](err):
		return "Apply again. If the answer still can't be read, check whether a proxy changes answers, and check the provider's base_url."
	case isType[*asana.TransportError](err):
		return networkAdvice
	case isType[*registration.MismatchError](err), isType[*registration.UnverifiedError](err):
		return "Apply again. If this happens again, check whether a proxy changes answers, or repeats earlier ones."
	case errors.Is(err, asana.ErrInvalid):
		return "Asana refused the request as invalid. Correct the value that the answer names. If the configuration is right, please report this as a bug in the provider."
	}
	return ""
}

// isType reports whether an error is of a type, or wraps one that is.
func isType[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

const networkAdvice = "Check the network, the proxy settings (HTTPS_PROXY) and the provider's base_url."

// isUpdate reports whether a refusal is that of a change to a webhook.
func isUpdate(err error) bool {
	refusal, ok := errors.AsType[*asana.Error](err)
	return ok && refusal.Op == "updateWebhook"
}

func rateAdvice(err error) string {
	if isType[*asana.RateLimitError](err) {
		return "Apply again later. Everything that uses the same token shares its limit."
	}
	return "Asana refused the request because of its rate limit, more often than max_retries allows. Apply again later, or raise max_retries."
}

func forbiddenAdvice(err error) string {
	refusal, _ := errors.AsType[*asana.Error](err)
	scopes := "webhooks:read, webhooks:write, webhooks:delete, workspaces:read"
	if !strings.HasPrefix(refusal.Path, "/webhooks") {
		scopes = "such as projects:read for projects, users:read for users, workspaces:read for workspaces"
	}
	advice := "The token has no access to the object, or lacks a scope that the request needs (" + scopes + "). Use a token with access to the object and with that scope."
	if refusal.Op == "createWebhook" {
		advice += " If it has both, Asana may not accept the host of the target."
	}
	return advice
}

const serverFailed = "Asana failed, or a proxy did. Apply again later."

func serverAdvice(err error) string {
	refusal, _ := errors.AsType[*asana.Error](err)
	if refusal.Phrase() == "" {
		return serverFailed
	}
	return fmt.Sprintf("Asana failed. Apply again later. Asana's support can find the incident by its phrase %q.", refusal.Phrase())
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
