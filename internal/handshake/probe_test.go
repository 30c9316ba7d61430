package handshake_test

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

// TestMain makes the certificate of package httptest one that this process
// trusts, where Go takes certificates from a file.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "handshake-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		server := httptest.NewTLSServer(nil)
		defer server.Close()
		block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
		file := filepath.Join(dir, "roots.pem")
		if err := os.WriteFile(file, block, 0o600); err != nil {
			panic(err)
		}
		if err := os.Setenv("SSL_CERT_FILE", file); err != nil {
			panic(err)
		}
		return m.Run()
	}())
}

// startEndpoint starts a server on loopback and returns its URL.
func startEndpoint(t *testing.T, start func(http.Handler) *httptest.Server, h http.HandlerFunc) string {
	t.Helper()
	server := start(h)
	server.Config.ErrorLog = discardLog
	t.Cleanup(server.Close)
	return server.URL
}

func echoSecret(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("x-hook-secret", r.Header.Get("X-Hook-Secret"))
}

// noTimeout is the limit of probes over a real network, where a busy machine may
// take its time.
const noTimeout = 24 * time.Hour

// probe returns what a probe of this machine's network said and how it ended.
func probe(t *testing.T, target string) (said []string, err error) {
	t.Helper()
	err = handshake.Probe(t.Context(), target, noTimeout, func(line string) { said = append(said, line) })
	return said, err
}

// expectFailure expects a probe to fail in a part.
func expectFailure(t *testing.T, n handshake.Network, target string, limit time.Duration, part handshake.Part, problem, advice string) (said []string) {
	t.Helper()
	err := n.Probe(t.Context(), target, limit, func(line string) { said = append(said, line) })
	failed, ok := errors.AsType[*handshake.ProbeError](err)
	if !ok {
		t.Fatalf("got %v after %q", err, said)
	}
	if failed.Part != part || !strings.Contains(failed.Error(), problem) || !strings.Contains(failed.Advice("https://example.com/hook"), advice) {
		t.Errorf("got %q: %q, %q; want %q: %q, %q", failed.Part, failed, failed.Advice("https://example.com/hook"), part, problem, advice)
	}
	sent := part != handshake.PartDNS && part != handshake.PartConnect && part != handshake.PartTLS
	if failed.SecretSent() != sent {
		t.Errorf("%s: a secret was sent: %t", part, !sent)
	}
	return said
}

func TestProbe_request(t *testing.T) {
	t.Parallel()
	secrets := make(map[string]bool)
	url := startEndpoint(t, httptest.NewServer, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		secret := r.Header.Get("X-Hook-Secret")
		if r.Method != http.MethodPost || r.RequestURI != "/hook%2Fa?b=1&c" || string(body) != "{}" ||
			r.Header.Get("Content-Type") != "application/json" || !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(secret) {
			t.Errorf("%s %s %v %q", r.Method, r.RequestURI, r.Header, body)
		}
		secrets[secret] = true
		echoSecret(w, r)
		w.WriteHeader(http.StatusNoContent)
	})
	var all []string
	for range 2 {
		said, err := probe(t, url+"/hook%2Fa?b=1&c")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, said...)
	}
	if len(secrets) != 2 {
		t.Errorf("%d different secrets in two probes", len(secrets))
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{
		" answers.", "plain http", "Sending a POST with the body {} and a made-up secret in the header X-Hook-Secret.",
		"It answered 204 (No Content) after ", "It sent the header X-Hook-Secret back with the same value.",
	} {
		if strings.Count(text, want) != 2 {
			t.Errorf("does not say %q twice:\n%s", want, text)
		}
	}
	for secret := range secrets {
		if strings.Contains(text, secret) {
			t.Error("the secret is shown")
		}
	}
}

func TestProbe_certificate(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("trusted certificates come from the system here, not from a file")
	}
	url := startEndpoint(t, httptest.NewTLSServer, echoSecret)
	said, err := probe(t, url)
	if err != nil || len(said) != 5 || !strings.HasPrefix(said[1], "Its certificate is valid. It is for example.com, ") {
		t.Errorf("%v after %q", err, said)
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(url, "https://"))
	said = expectFailure(t, handshake.Network{}, "https://localhost:"+port, noTimeout, handshake.PartTLS, "Its certificate is not valid: ", "publicly trusted authority")
	if len(said) != 2 || !strings.HasPrefix(said[0], "The name localhost resolves to ") || said[1] != "Port "+port+" answers." {
		t.Errorf("said %q", said)
	}
}

func TestProbe_answers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		handler         http.HandlerFunc
		part            handshake.Part
		problem, advice string
	}{
		"redirect": {
			func(w http.ResponseWriter, r *http.Request) {
				echoSecret(w, r)
				w.Header().Set("Location", "https://www.example.com/login")
				w.WriteHeader(http.StatusPermanentRedirect)
			}, handshake.PartRedirect,
			`answered 308 (Permanent Redirect) and points to "https://www.example.com/login".`, "redirects are not followed",
		},
		"status 401": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusUnauthorized)
				fmt.Fprint(w, "<h1>\n\x1bWho\xff are you?")
			}, handshake.PartStatus,
			`answered 401 (Unauthorized) instead of 200 or 204. Its answer begins: <h1> Who are you?`, "must be exempt from its authentication",
		},
		"status 202": {
			func(w http.ResponseWriter, r *http.Request) { echoSecret(w, r); w.WriteHeader(http.StatusAccepted) }, handshake.PartStatus,
			"answered 202 (Accepted) instead of 200 or 204.", "the handshake needs 200 or 204",
		},
		"endless answer": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusBadGateway)
				for {
					if _, err := io.WriteString(w, strings.Repeat("x", 1000)); err != nil {
						return
					}
				}
			}, handshake.PartStatus, strings.Repeat("x", 200) + "…", "Check the endpoint's log",
		},
		"no header": {
			func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Hook-Secret", "x") }, handshake.PartHeaderMissing,
			"answered 200 (OK), but without the header X-Hook-Secret.", "may drop or rename the header",
		},
		"upper case": {
			func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Hook-Secret", strings.ToUpper(r.Header.Get("X-Hook-Secret")))
			}, handshake.PartHeaderWrong, "but with another value in the header X-Hook-Secret: upper and lower case differ.", "This is not a token problem",
		},
		"quotes": {
			func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Hook-Secret", `"`+r.Header.Get("X-Hook-Secret")+`"`)
			}, handshake.PartHeaderWrong, "there is something around the secret, such as quotes.", "with the same value",
		},
		"no HTTP": {
			func(w http.ResponseWriter, _ *http.Request) {
				conn, _, _ := http.NewResponseController(w).Hijack()
				fmt.Fprint(conn, "220 mail.example.com ESMTP\r\n")
				_ = conn.Close()
			}, handshake.PartResponse, "sent no HTTP answer: ", "the scheme and the port",
		},
		"hangs up": {
			func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, handshake.PartResponse,
			"sent no HTTP answer: the connection was closed.", "fails before it answers",
		},
		"endless header": {
			func(w http.ResponseWriter, r *http.Request) {
				echoSecret(w, r)
				w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
			}, handshake.PartResponse, "headers exceeded", "Check its log",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFailure(t, handshake.Network{}, startEndpoint(t, httptest.NewServer, tc.handler)+"/hook", noTimeout, tc.part, tc.problem, tc.advice)
		})
	}
}

// A receiver that kept a true secret may send it instead: nobody may see it.
func TestProbe_keptSecretIsNotShown(t *testing.T) {
	t.Parallel()
	const kept = "0123456789abcdef0123456789abcdef"
	url := startEndpoint(t, httptest.NewServer, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Hook-Secret", kept) })
	said, err := probe(t, url)
	failed, ok := errors.AsType[*handshake.ProbeError](err)
	if !ok || failed.Part != handshake.PartHeaderWrong || !failed.SecretSent() {
		t.Errorf("got %v", err)
	}
	if text := fmt.Sprintf("%v %+v %s", said, failed, failed.Advice("https://example.com/hook")); strings.Contains(text, kept) {
		t.Error("the secret is shown")
	}
}

func TestProbe_redirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := startEndpoint(t, httptest.NewServer, func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") })
	url := startEndpoint(t, httptest.NewServer, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere, http.StatusFound)
	})
	expectFailure(t, handshake.Network{}, url, noTimeout, handshake.PartRedirect, elsewhere, "always to the same URL, use that URL")
}

func TestProbe_timeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.serve(t, "192.0.2.1:80", nil, func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body) // only then does the server see the client hang up
			<-r.Context().Done()
		})
		start := time.Now()
		expectFailure(t, n.network(), "http://192.0.2.1/hook", time.Second, handshake.PartTimeout, "did not answer within 1s.", "cold start")
		if took := time.Since(start); took != time.Second {
			t.Errorf("took %s", took)
		}
	})
}

func TestProbe_notConnected(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.acceptSilently(t, "192.0.2.1:443")
		expectFailure(t, n.network(), "https://192.0.2.1", time.Second, handshake.PartTLS, "The TLS handshake fails: no answer within 1s.", "intermediate certificates")
		expectFailure(t, n.network(), "https://192.0.2.2", time.Second, handshake.PartConnect, "Port 443 does not answer: connect: connection refused.", "a firewall")
		expectFailure(t, n.network(), "https://hooks.example.com", time.Second, handshake.PartDNS, "The name hooks.example.com does not resolve: no such host.", "public DNS record")
		expectFailure(t, n.network(), "https:///hook", time.Second, handshake.PartDNS, "not a URL with a host", "")
	})
}

func TestProbe_interrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	url := startEndpoint(t, httptest.NewServer, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		cancel()
		<-r.Context().Done()
	})
	err := handshake.Probe(ctx, url, noTimeout, func(string) {})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("got %v", err)
	}
}
