package provider

import (
	"encoding/json"
	"regexp"
	"sync"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// sourceBody is a body that a move source exchanged with Asana, in either
// direction: both have the same envelope.
type sourceBody struct {
	webhook asana.Webhook
	kind    string // resource_type of the record, if it is there
	secret  string
	sent    string // resource, where it is a gid and no object, as in a request
}

// sourceBodyFrom parses an attribute as far as possible; what can't be
// read is left empty.
func sourceBodyFrom(value any) sourceBody {
	body := bodyIn(value)
	record, _ := body["data"].(map[string]any)
	var a sourceBody
	a.secret, _ = body["X-Hook-Secret"].(string)
	a.kind, _ = record["resource_type"].(string)
	if a.sent, _ = record["resource"].(string); a.sent != "" {
		delete(record, "resource")
	}
	b, err := json.Marshal(record)
	if err != nil || json.Unmarshal(b, &a.webhook) != nil || asana.CheckGID(a.webhook.GID) != nil {
		a.webhook.GID = ""
	}
	return a
}

// bodyIn unpacks what providers wrap a body in: JSON in a string, a value of a
// dynamic type, or a whole answer with its headers.
func bodyIn(value any) map[string]any {
	switch v := value.(type) {
	case string:
		var inner map[string]any
		if json.Unmarshal([]byte(v), &inner) != nil {
			return nil
		}
		return bodyIn(inner)
	case map[string]any:
		for _, wrapper := range []string{"value", "body"} {
			if inner, wrapped := v[wrapper]; wrapped && v["data"] == nil {
				return bodyIn(inner)
			}
		}
		return v
	}
	return nil
}

// latest returns the record of the first answer that has one.
func latest(answers []sourceBody) asana.Webhook {
	for _, a := range answers {
		if a.webhook.GID != "" {
			return a.webhook
		}
	}
	return asana.Webhook{}
}

// secretPattern matches any string that can be sent in a header as it is. Asana does
// not say what its secrets look like.
var secretPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[[:graph:]]+$`)
})

// secretOf returns the secret of the webhook with a gid: not that of another
// one, which the state may still hold in an older answer, and not what some
// provider made of it.
func secretOf(gid string, answers []sourceBody) asana.Secret {
	for _, a := range answers {
		if secretPattern().MatchString(a.secret) && (a.webhook.GID == gid || a.webhook.GID == "" && a.kind == "") {
			return asana.Secret(a.secret)
		}
	}
	return ""
}
