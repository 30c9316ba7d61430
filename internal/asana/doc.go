// Package asana is a typed client for the parts of Asana's REST API that
// webhooks need. It knows nothing of Terraform and can be used without it.
//
// A [Client] authenticates, keeps to Asana's limits, repeats what is safe to
// repeat, and turns every answer that is not a success into an [*Error] and
// every exchange that did not come to an answer into a [*TransportError].
//
// Facts about the API come from Asana's OpenAPI document and its developer
// documentation; where neither says anything, a comment does.
package asana
