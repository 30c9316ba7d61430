package asana_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// A proxy can put anything into a header, the token that it got included.
func TestLog_announcementsAreSafe(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	a := script(respond(200, `{"data":{"gid":"7"}}`, "Asana-Change", "name=\x1b[2J\x07 "+testToken+strings.Repeat("x", 9000)+";affected=true"))
	c := newClient(t, a, func(cfg *asana.Config) { cfg.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
	if err := getOne(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if text := log.String(); !strings.Contains(text, `"change":"[2J [redacted]xxx`) || !strings.Contains(text, `"affected":true`) || len(text) > 3000 {
		t.Errorf("the log is %.300q", text)
	}
}

func TestLog_saysWhatButNoSecrets(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	known := "name=new_memberships;info=https://asa.na/x;affected=true"
	a := script(respond(201, documentedCreation, "Asana-Change", known), respond(201, documentedCreation, "Asana-Change", known+",name=new_goals"))
	c := newClient(t, a, func(cfg *asana.Config) {
		cfg.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	for range 2 {
		created, err := c.CreateWebhook(t.Context(), someRequest)
		if err != nil {
			t.Fatal(err)
		}
		slog.New(slog.NewTextHandler(&log, nil)).Info("secret", "value", created.Secret)
	}
	for _, want := range []string{"operation=createWebhook", "method=POST", "path=/webhooks", "status=201", "attempt=1", "duration=", "affected=true", "level=WARN"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, log.String())
		}
	}
	for _, change := range []string{"new_memberships", "new_goals"} {
		if n := strings.Count(log.String(), change); n != 1 {
			t.Errorf("%s was announced %d times", change, n)
		}
	}
	for _, secret := range []string{testToken, "b537207f20"} {
		if strings.Contains(log.String(), secret) {
			t.Error("the log shows a secret")
		}
	}
}
