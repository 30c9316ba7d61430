package asanatest

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
)

// webhookCompact are the fields of a webhook in a list without opt_fields.
var webhookCompact = []string{
	"resource_type", "active", "resource.gid", "resource.name", "resource.resource_type", "target",
}

// optFields returns the fields that a request asks for, or otherwise those.
func optFields(query url.Values, otherwise []string) []string {
	var fields []string
	for _, value := range query["opt_fields"] {
		for field := range strings.SplitSeq(value, ",") {
			if field = strings.TrimSpace(field); field != "" {
				fields = append(fields, field)
			}
		}
	}
	if len(fields) == 0 {
		return otherwise
	}
	return fields
}

// selectFields keeps of a wire record the fields asked for, and gid, which is
// always there; all of them when none is asked for. Our choice is the narrowest
// reading of the documentation, so that a client that asks for too little finds
// out: "resource" brings gid and resource_type, "resource.name" gid and name.
// "filters" brings them whole, as documented. Unknown fields are ignored.
func selectFields(record any, fields []string) any {
	if len(fields) == 0 {
		return record
	}
	var tree map[string]any
	decoder := json.NewDecoder(bytes.NewReader(encode(record)))
	decoder.UseNumber() // a raw member keeps its form
	if err := decoder.Decode(&tree); err != nil {
		panic("asanatest: " + err.Error()) // only wire records come here
	}
	return prune(tree, fields)
}

// prune does for one level what selectFields does for a record.
func prune(tree map[string]any, fields []string) map[string]any {
	kept := map[string]any{}
	if gid, ok := tree["gid"]; ok {
		kept["gid"] = gid
	}
	below := map[string][]string{}
	for _, field := range fields {
		name, rest, nested := strings.Cut(field, ".")
		value, ok := tree[name]
		if !ok {
			continue
		}
		switch {
		case nested:
			below[name] = append(below[name], rest)
		case isObject(value):
			below[name] = append(below[name], "resource_type")
		default:
			kept[name] = value
		}
	}
	for name, rest := range below {
		if _, whole := kept[name]; !whole {
			kept[name] = pruneValue(tree[name], rest)
		}
	}
	return kept
}

// pruneValue prunes an object, or each object of a list.
func pruneValue(value any, fields []string) any {
	switch v := value.(type) {
	case map[string]any:
		return prune(v, fields)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = pruneValue(v[i], fields)
		}
		return list
	}
	return value
}

func isObject(value any) bool {
	_, ok := value.(map[string]any)
	return ok
}
