package provider

import "github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"

// Whoever may write a record, or edit a state, chooses what is in it, and a
// target may have a password in its query. So whatever comes from there gets
// into a message through these.

const (
	// maxTarget is how many characters are shown of a target.
	maxTarget = 2000
	// maxName is how many characters are shown of a name.
	maxName = 200
)

// shownTarget returns a target as it is shown in a message.
func shownTarget(target string) string { return asana.DisplayTarget(target, maxTarget) }

// shownText returns any other text of a record as it is shown in a message.
func shownText(text string) string { return asana.OneLine(text, maxName) }
