package asanatest_test

import (
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestTarget_hostRule(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		target  string
		status  int
		message string
	}{
		{"http://localhost/a", 403, "target: The host is not allowed: localhost"},
		{"https://LOCALHOST:8443/a", 403, "target: The host is not allowed: LOCALHOST"},
		{"https://localhost./a", 403, "target: The host is not allowed: localhost."},
		{"https://app.localhost", 403, "target: The host is not allowed: app.localhost"},
		{"https://printer.local", 403, "target: The host is not allowed: printer.local"},
		{"https://intranet/a", 403, "target: The host is not allowed: intranet"},
		{"http://127.0.0.1:8080", 403, "target: The host is not allowed: 127.0.0.1"},
		{"http://127.1.2.3", 403, "target: The host is not allowed: 127.1.2.3"},
		{"http://[::1]:8080/a", 403, "target: The host is not allowed: ::1"},
		{"http://[::ffff:127.0.0.1]/a", 403, "target: The host is not allowed: ::ffff:127.0.0.1"},
		{"http://0.0.0.0", 403, "target: The host is not allowed: 0.0.0.0"},
		{"http://10.1.2.3", 403, "target: The host is not allowed: 10.1.2.3"},
		{"http://192.168.0.1", 403, "target: The host is not allowed: 192.168.0.1"},
		{"http://172.16.0.1", 403, "target: The host is not allowed: 172.16.0.1"},
		{"http://169.254.169.254", 403, "target: The host is not allowed: 169.254.169.254"},
		{"http://[fd00::1]", 403, "target: The host is not allowed: fd00::1"},
		{"hooks.example.com/a", 400, "target: Not a valid URL: hooks.example.com/a"},
		{"/a", 400, "target: Not a valid URL: /a"},
		{"ftp://hooks.example.com", 400, "target: Not a valid URL: ftp://hooks.example.com"},
		{"https://", 400, "target: Not a valid URL: https://"},
		{"https://a b.example.com", 400, "target: Not a valid URL: https://a b.example.com"},
		{"https://hooks.example.com", 201, ""},
		{"https://hooks.example.com:443/a", 201, ""},
		{"HTTPS://Hooks.Example.Com/a", 201, ""},
		{"https://user:pass@hooks.example.com/a#part", 201, ""},
	} {
		t.Run(tt.target, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			f.do("POST", "/webhooks", createBody(f.project, tt.target)).wantError(t, tt.status, tt.message)
		})
	}
}

func TestTarget_localAllowed(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{AllowLocalTargets: true})
	for _, target := range []string{"http://localhost:8080", "http://127.0.0.1:8080/a", "http://[::1]:8080"} {
		f.sim.Mount(target, f.target)
		f.create(target)
	}
	f.do("POST", "/webhooks", createBody(f.project, "/a")).wantError(t, 400, "target: Not a valid URL: /a")
}
