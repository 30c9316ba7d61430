package serve

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// source is where random webhooks come from.
type source struct {
	*rand.Rand
	e *engine
}

// pick returns one of several at random.
func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// rarely reports true once in a while.
func (s source) rarely() bool { return s.IntN(12) == 0 }

func (s source) null(name string) tftypes.Value {
	return tftypes.NewValue(s.e.webhook.AttributeTypes[name], nil)
}

// filters are up to three that differ, and with invalid some that are refused or warned of.
func (s source) filters(invalid bool) tftypes.Value {
	filter := s.filterType()
	all := map[string]map[string]tftypes.Value{
		"none": {}, "task": {"resource_type": text("task")}, "story": {"resource_type": text("story"), "resource_subtype": text("comment_added")},
		"changed": {"resource_type": text("task"), "action": text("changed"), "fields": s.fields("due_on", "name")},
		"fields":  {"action": text("changed"), "fields": s.fields()},
		"added":   {"action": text("added")},
	}
	if invalid {
		all["empty type"] = map[string]tftypes.Value{"resource_type": text("")}
		all["empty subtype"] = map[string]tftypes.Value{"resource_subtype": text("")}
		all["empty action"] = map[string]tftypes.Value{"action": text("")}
		all["other action"] = map[string]tftypes.Value{"action": text("invented")}
		all["other type"] = map[string]tftypes.Value{"resource_type": text("invented")}
		all["other field"] = map[string]tftypes.Value{"resource_type": text("task"), "action": text("changed"), "fields": s.fields("name", "invented")}
		all["fields of added"] = map[string]tftypes.Value{"action": text("added"), "fields": s.fields("name")}
		all["empty field"] = map[string]tftypes.Value{"action": text("changed"), "fields": s.fields("")}
	}
	elements := []tftypes.Value{}
	if invalid && s.rarely() {
		elements = append(elements, tftypes.NewValue(filter, nil))
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if len(elements) < 3 && s.IntN(4) == 0 {
			elements = append(elements, object(filter, all[name]))
		}
	}
	return tftypes.NewValue(tftypes.Set{ElementType: filter}, elements)
}

func (s source) fields(names ...string) tftypes.Value {
	elements := []tftypes.Value{}
	for _, name := range names {
		elements = append(elements, text(name))
	}
	return tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, elements)
}

// config is one that can be applied.
func (s source) config(n int) tftypes.Value {
	attributes := map[string]tftypes.Value{"resource": text(s.e.api.project), "target": text(fmt.Sprintf("%s/%d", targetHost, n))}
	if s.IntN(3) > 0 {
		attributes["filters"] = s.filters(false)
	}
	if s.IntN(3) == 0 {
		attributes["rotation_triggers"] = s.triggers()
	}
	if s.IntN(3) == 0 {
		attributes["timeouts"] = s.timeouts("5m")
	}
	if s.IntN(3) == 0 {
		attributes["secret_storage"] = text(pick(s.Rand, "state", "none"))
	}
	if s.IntN(3) == 0 {
		attributes["replace_existing"] = tftypes.NewValue(tftypes.Bool, s.IntN(2) == 0)
	}
	return object(s.e.webhook, attributes)
}

// newConfig is one of a new webhook, often with something to refuse or to warn of.
func (s source) newConfig(tb testing.TB, n int) tftypes.Value {
	tb.Helper()
	attributes := attributesOf(tb, s.config(n))
	if s.IntN(4) == 0 {
		attributes["filters"] = s.filters(true)
	}
	if s.IntN(8) == 0 {
		attributes["target"] = text(fmt.Sprintf(pick(s.Rand, "http://hooks.example.com/%d", "http://localhost/%d", "https://localhost/%d", "https://me@hooks.example.com/%d"), n))
	}
	config := s.mutate(tb, object(s.e.webhook, attributes), true)
	if s.rarely() {
		return s.withUnknown(tb, config)
	}
	return config
}

// withUnknown is a configuration with a value that only the apply will show.
func (s source) withUnknown(tb testing.TB, config tftypes.Value) tftypes.Value {
	tb.Helper()
	attributes := attributesOf(tb, config)
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	timeouts, _ := s.e.webhook.AttributeTypes["timeouts"].(tftypes.Object)
	switch s.IntN(4) {
	case 0:
		attributes["rotation_triggers"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"a": unknown})
	case 1:
		attributes["timeouts"] = object(timeouts, map[string]tftypes.Value{"create": unknown})
	case 2:
		filters := tftypes.Set{ElementType: s.filterType()}
		attributes["filters"] = tftypes.NewValue(filters, []tftypes.Value{object(s.filterType(), map[string]tftypes.Value{"resource_type": unknown})})
	default:
		name := pick(s.Rand, "target", "resource", "filters", "rotation_triggers", "timeouts", "secret_storage", "replace_existing", "existing_secret")
		attributes[name] = tftypes.NewValue(s.e.webhook.AttributeTypes[name], tftypes.UnknownValue)
	}
	return object(s.e.webhook, attributes)
}

func (s source) filterType() tftypes.Object {
	set, _ := s.e.webhook.AttributeTypes["filters"].(tftypes.Set)
	filter, _ := set.ElementType.(tftypes.Object)
	return filter
}

func (s source) triggers() tftypes.Value {
	triggers := pick(s.Rand, map[string]tftypes.Value{}, map[string]tftypes.Value{"a": text("1")}, map[string]tftypes.Value{"a": text("1"), "b": text("")})
	return tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, triggers)
}

func (s source) timeouts(create string) tftypes.Value {
	ty, _ := s.e.webhook.AttributeTypes["timeouts"].(tftypes.Object)
	if s.IntN(2) == 0 {
		return object(ty, nil)
	}
	return object(ty, map[string]tftypes.Value{"create": text(create)})
}

// mutate changes some attributes of a webhook, also into what nobody would write, and with
// invalid into what the validation of a configuration refuses before anything else is asked.
func (s source) mutate(tb testing.TB, v tftypes.Value, invalid bool) tftypes.Value {
	tb.Helper()
	attributes := attributesOf(tb, v)
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if !s.rarely() {
			continue
		}
		switch name {
		case "active", "replace_existing":
			attributes[name] = tftypes.NewValue(tftypes.Bool, s.IntN(2) == 0)
		case "filters":
			attributes[name] = s.filters(invalid)
		case "rotation_triggers":
			attributes[name] = s.triggers()
		case "timeouts":
			attributes[name] = s.timeouts(pick(s.Rand, "1h", "0s", "soon"))
		case "secret_storage":
			attributes[name] = text(pick(s.Rand, "state", "none", "elsewhere", ""))
		case "existing_secret":
			attributes[name] = pick(s.Rand, attributes["secret"], text("another-secret"), text(" "))
		case "resource", "id":
			attributes[name] = text(pick(s.Rand, "", "12", "x", s.e.api.project))
		case "target":
			attributes[name] = text(pick(s.Rand, "", "no URL", "http://hooks.example.com/", "HTTPS://HOOKS.example.com/1", targetHost+"/2?a=b"))
		default:
			attributes[name] = text(pick(s.Rand, "", "other", "2026-01-01T00:00:00.000Z"))
		}
		if s.IntN(3) == 0 {
			attributes[name] = s.null(name)
		}
	}
	return object(s.e.webhook, attributes)
}

// edit changes a webhook in Asana, so that a read has something to report.
func (s source) edit(gid string) {
	sim := s.e.api.sim
	switch s.IntN(8) {
	case 0:
		sim.SetActive(gid, false)
	case 1:
		sim.EditWebhook(gid, func(w *asanatest.Webhook) { w.RetryCount, w.LastFailureAt = 3, w.CreatedAt.Add(time.Hour) })
	case 2:
		sim.SetFilters(gid, []asanatest.Filter{{ResourceType: "task", Action: "deleted"}})
	case 3:
		sim.EditWebhook(gid, func(w *asanatest.Webhook) { w.Target += "?" })
	case 4:
		sim.SetRaw(gid, map[string]json.RawMessage{"filters": json.RawMessage(`[{"resource_type":"task","action":"invented"}]`)})
	case 5:
		sim.DeleteWebhook(gid)
	case 6:
		sim.SetRaw(gid, map[string]json.RawMessage{"resource": json.RawMessage(`null`)})
	case 7:
		sim.EditWebhook(gid, func(w *asanatest.Webhook) { w.CreatedAt = w.CreatedAt.Add(time.Millisecond) })
	}
}

// private is private state, mostly what the framework has written.
func (s source) private(private []byte, target string) []byte {
	if !s.rarely() {
		return private
	}
	key := func(name, value string) []byte {
		return fmt.Appendf(nil, `{%q:%q}`, name, base64.StdEncoding.EncodeToString([]byte(value)))
	}
	return pick(s.Rand, nil, key("target", fmt.Sprintf("%q", target)), key("target", `"https://hooks.example.com/other"`), key("existing_secret", "true"),
		key(".import_before_read", "true"), key("user", "no JSON"), []byte(`{"schema_version": 1}`), []byte("no JSON"), append([]byte(" "), private...), []byte(`{}`))
}
