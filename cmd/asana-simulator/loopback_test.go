package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// The control API is for programs on this machine, the API itself for all.
func TestControl_loopbackOnly(t *testing.T) {
	t.Parallel()
	sim, err := newSimulator(config{}, &syncBuffer{})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.close()
	handler := newControl(sim).handler()
	for name, tt := range map[string]struct {
		remote, host, header, value string
		want                        int
	}{
		"IPv4":                      {"127.0.0.1:5", "127.0.0.1:80", "", "", 200},
		"IPv6":                      {"[::1]:5", "[::1]:80", "", "", 200},
		"IPv4 in IPv6":              {"[::ffff:127.0.0.1]:5", "localhost", "", "", 200},
		"other names of loopback":   {"127.8.9.1:5", "LOCALHOST:80", "", "", 200},
		"no port":                   {"127.0.0.1:5", "[::1]", "", "", 200},
		"from elsewhere":            {"192.0.2.7:5", "127.0.0.1:80", "", "", 403},
		"to a name that leads here": {"127.0.0.1:5", "attacker.example.com", "", "", 403},
		"to no name":                {"127.0.0.1:5", "", "", "", 403},
		"through a proxy":           {"127.0.0.1:5", "localhost", "X-Forwarded-For", "192.0.2.7", 403},
		"through another proxy":     {"127.0.0.1:5", "localhost", "Forwarded", "for=192.0.2.7", 403},
		"from another page":         {"127.0.0.1:5", "localhost", "Sec-Fetch-Site", "cross-site", 403},
		"from an older browser":     {"127.0.0.1:5", "localhost", "Origin", "https://attacker.example.com", 403},
	} {
		r := httptest.NewRequest(http.MethodDelete, controlPath+"faults", nil)
		r.RemoteAddr, r.Host = tt.remote, tt.host
		if tt.header != "" {
			r.Header.Set(tt.header, tt.value)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != tt.want || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s, want %d", name, w.Code, w.Body, tt.want)
		}
	}
}
