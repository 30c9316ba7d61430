package asana

import (
	"log/slog"
	"net/http"
	"time"
)

// logTransport tells the logger of every attempt, and once of every
// deprecation that Asana announces.
type logTransport struct {
	next    http.RoundTripper
	logger  *slog.Logger
	secrets *redactor
	changes *announcements
}

func (t *logTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	ca := callFromContext(ctx)
	ca.attempt++
	attrs := []slog.Attr{
		slog.String("operation", ca.op),
		slog.String("method", ca.method),
		slog.String("path", ca.displayPath()),
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

func (t *logTransport) logChanges(req *http.Request, resp *http.Response) {
	for _, header := range resp.Header.Values("Asana-Change") {
		for _, change := range t.secrets.parseChanges(header) {
			if !t.changes.add(change) {
				continue
			}
			t.logger.LogAttrs(req.Context(), slog.LevelWarn, "Asana announces a change of its API",
				slog.String("change", change.Name), slog.String("info", change.Info), slog.Bool("affected", change.affected))
		}
	}
}
