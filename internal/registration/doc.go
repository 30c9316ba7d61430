// Package registration creates webhooks so that none is orphaned and no secret
// is lost.
//
// Asana gives a webhook's secret in the answer to its creation and never
// again. If that answer is lost, a webhook exists that is of no use and blocks
// the next attempt. So when [Registrar.Create] returns, either the webhook
// exists and its secret is in the result, or it does not exist and the error
// says why; and nothing that this creation did not make has been deleted,
// unless the request says so.
//
// What tells a webhook of a lost answer from everybody else's is the time of
// its creation by Asana's clock. Two runs that create the same pair of
// resource and target within the same seconds can't be told apart.
package registration
