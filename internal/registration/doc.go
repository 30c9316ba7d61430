// Package registration creates webhooks so that none is orphaned and no secret
// is lost.
//
// Asana returns a webhook's secret in the creation response and never again. If
// that response is lost, an orphan exists, which is of no use and blocks the next
// attempt. So when [Registrar.Create] returns, either the webhook
// exists and its secret is in the result, or it does not exist and the error
// says why; and nothing that this creation did not create has been deleted,
// unless the request says so.
//
// An orphan is recognized by the time of its creation by Asana's clock. Two runs
// that create the same pair of resource and target within the same seconds can't
// be distinguished.
package registration
