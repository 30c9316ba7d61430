package asana

import (
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

// logTransport tells the logger of every attempt, and once of every
// deprecation that Asana announces.
type logTransport struct {
	next      http.RoundTripper
	logger    *slog.Logger
	secrets   *redactor
	announced sync.Map // Asana-Change values already told
}

func (t *logTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	ca := callOf(ctx)
	ca.attempt++
	attrs := []slog.Attr{
		slog.String("operation", ca.op),
		slog.String("method", ca.method),
		slog.String("path", ca.display()),
		slog.Int("attempt", ca.attempt),
	}
	start := time.Now()
	resp, err := t.next.RoundTrip(req)
	attrs = append(attrs, slog.Duration("duration", time.Since(start)))
	if err != nil {
		t.logger.LogAttrs(ctx, slog.LevelWarn, "Asana did not answer", append(attrs, slog.String("error", err.Error()))...)
		return nil, err
	}
	t.logger.LogAttrs(ctx, slog.LevelDebug, "Asana answered", append(attrs, slog.Int("status", resp.StatusCode))...)
	t.logChanges(req, resp)
	return resp, nil
}

// logChanges passes on the announcements in Asana-Change headers, of the form
// "name=…;info=<url>[;affected=true]".
func (t *logTransport) logChanges(req *http.Request, resp *http.Response) {
	for _, change := range resp.Header.Values("Asana-Change") {
		if _, told := t.announced.LoadOrStore(change, true); told {
			continue
		}
		attrs := []slog.Attr{slog.String("change", t.secrets.quote(change, maxMessage))}
		if strings.Contains(change, "affected=true") {
			attrs = append(attrs, slog.Bool("affected", true))
		}
		t.logger.LogAttrs(req.Context(), slog.LevelWarn, "Asana announces a change of its API", attrs...)
	}
}
