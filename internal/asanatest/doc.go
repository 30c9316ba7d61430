// Package asanatest is a simulator of Asana's webhooks API for tests and for
// trying things out: an http.Handler that keeps webhooks, completes the real
// handshake with their targets, delivers signed events, and fails on demand.
//
// It is made for two ways of use. Behind an httptest.Server (or any other
// server) it talks over the network. With a [Transport] it answers in memory,
// and Mount gives it targets in memory too, so that a whole exchange, timeouts
// included, fits into a testing/synctest bubble.
//
// What the simulator does follows Asana's OpenAPI document and its public
// documentation. Asana leaves a good deal open: where this package had to
// decide, a comment says "Our choice".
package asanatest
