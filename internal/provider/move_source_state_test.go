package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// workaroundState is the state of another provider's resource, in the shape
// that it has for a webhook. GID, SECRET, PROJECT and TARGET are filled in.
type workaroundState struct {
	provider   string // address
	typeName   string
	version    int // of the schema
	attributes string
}

// What went to Asana and what came back, once plain and once as it stands in a
// string.
const (
	sentBody  = `{"data":{"filters":[{"action":"added","resource_type":"task"}],"resource":"PROJECT","target":"TARGET"}}`
	record    = `{"gid":"GID","resource_type":"webhook","resource":{"gid":"PROJECT","resource_type":"project","name":"Launch"},"target":"TARGET","active":true,"is_workspace_webhook":false,"created_at":"2024-10-24T09:41:07.123Z","last_success_at":"2024-10-24T09:41:07.500Z","last_failure_at":null,"last_failure_content":"","delivery_retry_count":0,"next_attempt_after":null,"failure_deletion_timestamp":null,"filters":[{"resource_type":"task","resource_subtype":null,"action":"added","fields":null}]}`
	created   = `{"data":` + record + `,"X-Hook-Secret":"SECRET"}`
	readAgain = `{"data":` + record + `}`
)

func inString(s string) string { return strings.ReplaceAll(s, `"`, `\"`) }

// workaroundStates are those of each workaround, newest form first.
func workaroundStates() map[string]workaroundState {
	const (
		restapi   = "registry.terraform.io/mastercard/restapi"
		restful   = "registry.terraform.io/magodo/restful"
		terracurl = "registry.terraform.io/devops-rob/terracurl"
		hookdeck  = "registry.terraform.io/hookdeck/hookdeck"
	)
	output := `{"value":` + created + `,"type":["object",{"data":["object",{"gid":"string"}],"X-Hook-Secret":"string"}]}`
	return map[string]workaroundState{
		"restapi_object": {restapi, "restapi_object", 0, `{"api_data":{"data":"map[active:true gid:GID resource:map[gid:PROJECT]]"},"api_response":"` + inString(readAgain) +
			`","create_method":null,"create_path":null,"create_response":"` + inString(created) + `","data":"` + inString(readAgain) +
			`","id":"GID","id_attribute":"data/gid","path":"/webhooks","read_search":null}`},
		"restapi_object not read since": {restapi, "restapi_object", 0, `{"api_data":{"X-Hook-Secret":"SECRET","data":"map[gid:GID]"},"api_response":"` + inString(created) +
			`","create_path":"/webhooks?opt_pretty=true","create_response":"` + inString(created) + `","data":"` + inString(sentBody) + `","id":"GID","path":"/other"}`},
		"restful_operation": {restful, "restful_operation", 2, `{"body":{"value":` + sentBody + `,"type":["object",{"data":["object",{"target":"string"}]}]},"delete_method":"DELETE","delete_path":"$(path)/$(body.data.gid)",` +
			`"id":"/webhooks","method":"POST","output":` + output + `,"output_attrs":null,"path":"/webhooks","sensitive_output":null}`},
		"restful_operation with a sensitive output": {restful, "restful_operation", 2, `{"body":null,"id":"/webhooks","method":"POST","output":null,"path":"/webhooks","sensitive_output":` + output + `}`},
		"restful_operation that keeps the secret alone": {restful, "restful_operation", 2, `{"body":{"value":` + sentBody + `,"type":["object",{}]},"id":"/webhooks/GID","id_builder":"$(path)/$(body.data.gid)","method":"POST",` +
			`"output":{"value":{"X-Hook-Secret":"SECRET"},"type":["object",{"X-Hook-Secret":"string"}]},"output_attrs":["X-Hook-Secret"],"path":"/webhooks"}`},
		"restful_operation of the first schema": {restful, "restful_operation", 0, `{"body":"` + inString(sentBody) + `","id":"/webhooks","method":"POST","output":"` + inString(created) + `","path":"/webhooks"}`},
		"terracurl_request": {terracurl, "terracurl_request", 1, `{"id":"hook","name":"hook","method":"POST","headers":{"Authorization":"Bearer not-to-be-shown"},"request_body":"` + inString(sentBody) +
			`","request_url_string":"https://app.asana.com/api/1.0/webhooks","response":"` + inString(created) + `","response_codes":["201"],"status_code":"201","url":"https://app.asana.com/api/1.0/webhooks"}`},
		"hookdeck_webhook_registration": {hookdeck, "hookdeck_webhook_registration", 0, `{"register":{"request":{"body":"` + inString(sentBody) + `","headers":"{\"authorization\":\"Bearer not-to-be-shown\"}","method":"POST","url":"https://app.asana.com/api/1.0/webhooks"},` +
			`"response":"` + inString(`{"body":`+created+`,"header":{"Content-Type":["application/json; charset=UTF-8"]}}`) + `"},` +
			`"unregister":{"request":{"body":null,"headers":null,"method":"DELETE","url":"https://app.asana.com/api/1.0/webhooks/{{.register.response.body.data.gid}}"}}}`},
	}
}

// fill puts a webhook into the attributes.
func (s workaroundState) fill(w asanatest.Webhook) string {
	recordedMessages.addSecret(w.Secret)
	return strings.NewReplacer("GID", w.GID, "SECRET", w.Secret, "PROJECT", w.Resource, "TARGET", w.Target).Replace(s.attributes)
}

// file is a state file that has it under the name webhook.
func (s workaroundState) file(t *testing.T, w asanatest.Webhook) string {
	t.Helper()
	text := fmt.Sprintf(`{
  "version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": "3c8f6f0e-58a4-4f0f-9d0e-7d1f0c9f5a11", "outputs": {},
  "resources": [{
    "mode": "managed", "type": %q, "name": "webhook", "provider": "provider[\"%s\"]",
    "instances": [{"schema_version": %d, "attributes": %s, "sensitive_attributes": []}]
  }]
}`, s.typeName, s.provider, s.version, s.fill(w))
	if !json.Valid([]byte(text)) {
		t.Fatalf("the state is not JSON: %s", text)
	}
	return text
}

// writeState makes a state file be what the next run begins with.
func (w *workdir) writeState(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, "terraform.tfstate"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
