package asana

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// pageOf is a page of a list with n complete records.
func pageOf(n int) []byte {
	var records []string
	for i := range n {
		records = append(records, fmt.Sprintf(`{"gid":"%d","resource_type":"webhook","active":true,"resource":{"gid":"1","resource_type":"project","name":"Launch"},
			"target":"https://hooks.example.com/asana/%d","created_at":"2024-10-24T09:41:07.123Z","last_success_at":"2024-10-24T09:41:08.000Z","last_failure_at":null,
			"last_failure_content":"","delivery_retry_count":0,"next_attempt_after":null,"failure_deletion_timestamp":null,
			"filters":[{"resource_type":"task","resource_subtype":null,"action":"changed","fields":["due_on","name"]}]}`, int64(1208000000000000)+int64(i), i))
	}
	return []byte(`{"data":[` + strings.Join(records, ",") + `],"next_page":{"offset":"abc","path":"/webhooks","uri":"https://app.asana.com/api/1.0/webhooks"}}`)
}

func BenchmarkDecodePage(b *testing.B) {
	text := pageOf(100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		var p page[Webhook]
		if err := json.Unmarshal(text, &p); err != nil || len(p.Data) != 100 {
			b.Fatal(err, len(p.Data))
		}
	}
}

func BenchmarkCacheFind(b *testing.B) {
	x := newWebhookCache(nil, "")
	for i := range 1000 {
		gid := fmt.Sprint(int64(1208000000000000) + int64(i))
		x.entries[gid] = cacheEntry{webhook: Webhook{GID: gid}, requestedAt: time.Now().Add(time.Hour)}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := x.find(b.Context(), "1208000000000500"); !ok {
			b.Fatal("not there")
		}
	}
}

func BenchmarkSameFilters(b *testing.B) {
	one := []Filter{{ResourceType: "task", Action: ActionChanged, Fields: []string{"due_on", "name"}}, {ResourceType: "story"}}
	other := []Filter{{ResourceType: "story"}, {ResourceType: "task", Action: ActionChanged, Fields: []string{"name", "due_on"}}}
	b.ReportAllocs()
	for b.Loop() {
		if !SameFilters(one, other) {
			b.Fatal("differ")
		}
	}
}
