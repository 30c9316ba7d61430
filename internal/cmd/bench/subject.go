package main

import (
	"strings"
	"time"
)

// subject is something whose runs are measured.
type subject struct {
	name string
	// provider is the address of the provider.
	provider string
	// config makes a configuration of n webhooks.
	config func(api *api, n int) string
	// isPeer reports whether it is a general provider.
	isPeer bool
	// hasLatency reports whether the calls of the API take time.
	hasLatency bool
}

// latency is that of the API, if the calls take time.
func (s subject) latency(d time.Duration) time.Duration {
	if !s.hasLatency {
		return 0
	}
	return d
}

// Names of subjects.
const (
	asanaWebhook        = "asana_webhook"
	asanaWithoutLatency = "asana_webhook, no latency"
	protocolFloor       = "protocol floor"
)

// subjects are those that need nothing from elsewhere. The floor makes no calls, and is
// comparable with a provider that does not wait for any.
func subjects() []subject {
	return []subject{
		{name: asanaWebhook, provider: "seed-a7d6d6c5/asana", config: webhooks, hasLatency: true},
		{name: asanaWithoutLatency, provider: "seed-a7d6d6c5/asana", config: webhooks},
		{name: protocolFloor, provider: "bench/floor", config: floor},
	}
}

// filterSubjects are the subjects of which the name has a part in common with
// one of a list that is separated by commas, or all if the list is empty.
func filterSubjects(all []subject, list string) []subject {
	var some []subject
	for _, s := range all {
		for part := range strings.SplitSeq(list, ",") {
			if strings.Contains(s.name, strings.TrimSpace(part)) {
				some = append(some, s)
				break
			}
		}
	}
	return some
}
