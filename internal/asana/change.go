package asana

import (
	"slices"
	"strings"
	"sync"
)

// maxChanges is how many changes of the API are noted: an intermediary could
// announce another one with each answer.
const maxChanges = 50

// APIChange is a change of Asana's API that an answer announced in the header
// Asana-Change, of the form "name=…;info=<url>[;affected=true]". Its texts are safe
// to print.
type APIChange struct {
	// Name is what Asana calls it.
	Name string
	// Info is the URL at which Asana describes it, or empty.
	Info string
}

// announcement is an APIChange, and whether it changes what the client asked for.
type announcement struct {
	APIChange
	affected bool
}

// announcements are those that the client has seen. They are safe for concurrent
// use.
type announcements struct {
	mu   sync.Mutex
	seen []announcement
}

func (a *announcements) add(change announcement) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.seen) == maxChanges || slices.Contains(a.seen, change) {
		return false
	}
	a.seen = append(a.seen, change)
	return true
}

// AffectingChanges returns the changes of Asana's API that answers to this client
// announced so far, and of which they said that its requests are affected. Each is
// there once, in the order in which they came.
func (c *Client) AffectingChanges() []APIChange {
	c.changes.mu.Lock()
	defer c.changes.mu.Unlock()
	var changes []APIChange
	for _, change := range c.changes.seen {
		if change.affected {
			changes = append(changes, change.APIChange)
		}
	}
	return changes
}

// parseChanges reads an Asana-Change header. A proxy may have made one of several.
func (r *redactor) parseChanges(header string) []announcement {
	var texts []string
	for part := range strings.SplitSeq(header, ",") {
		isNext := strings.HasPrefix(strings.ToLower(strings.TrimSpace(part)), "name=")
		if isNext || len(texts) == 0 {
			texts = append(texts, part)
		} else {
			texts[len(texts)-1] += "," + part // of a name or a URL with a comma
		}
	}
	var all []announcement
	for _, text := range texts {
		if change, ok := r.parseChange(text); ok {
			all = append(all, change)
		}
	}
	return all
}

// parseChange reads one announcement, unless there is neither a name nor a word of
// being affected in it.
func (r *redactor) parseChange(s string) (announcement, bool) {
	var change announcement
	for member := range strings.SplitSeq(s, ";") {
		name, value, _ := strings.Cut(member, "=")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "name":
			change.Name = r.quote(value, maxSnippet)
		case "info":
			change.Info = r.quote(value, maxSnippet)
		case "affected":
			change.affected = strings.EqualFold(value, "true")
		}
	}
	if change.Name == "" && change.affected {
		change.Name = r.quote(s, maxSnippet)
	}
	return change, change.Name != ""
}
