// Command chart makes of the figures of internal/cmd/bench a table in Markdown
// and a plot. It is a module of its own so that the plotting library is not in
// the provider's.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
)

// figure is a measurement as internal/cmd/bench writes it.
type figure struct {
	Subject string  `json:"subject"`
	Count   int     `json:"count"`
	Phase   string  `json:"phase"`
	Seconds float64 `json:"seconds"`
	Calls   int     `json:"calls"`
	PeakMB  float64 `json:"peak_mb"`
}

func main() {
	log.SetFlags(0)
	figures := flag.String("figures", "performance/figures.json", "the figures")
	readme := flag.String("readme", "performance/README.md", "the page whose tables are replaced")
	picture := flag.String("plot", "performance/plan.svg", "where the plot goes")
	flag.Parse()
	text, err := os.ReadFile(*figures)
	if err != nil {
		log.Fatal(err)
	}
	var all []figure
	if err := json.Unmarshal(text, &all); err != nil {
		log.Fatalf("%s: %v", *figures, err)
	}
	if err := draw(all, *picture); err != nil {
		log.Fatal(err)
	}
	for mark, text := range map[string]string{"figures": table(all), "bounds": bounds(all)} {
		if err := fill(*readme, mark, text); err != nil {
			log.Fatal(err)
		}
	}
}

// table has a row for each subject, count and phase.
func table(all []figure) string {
	var b strings.Builder
	b.WriteString("| webhooks | phase | subject | seconds | calls | peak memory of the provider, MB |\n|---:|---|---|---:|---:|---:|\n")
	for _, f := range all {
		fmt.Fprintf(&b, "| %d | %s | %s | %.1f | %s | %s |\n", f.Count, f.Phase, f.Subject, f.Seconds, orDash(float64(f.Calls)), orDash(f.PeakMB))
	}
	return b.String()
}

func orDash(v float64) string {
	if v == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", v)
}

// fill replaces what stands between two marks of the page.
func fill(page, mark, table string) error {
	begin, end := "<!-- "+mark+" begin -->\n", "<!-- "+mark+" end -->"
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s lacks the marks between which the %s go", filepath.Base(page), mark)
	}
	return os.WriteFile(page, []byte(before+begin+table+end+after), 0o644)
}

// draw plots the time of a plan over the number of webhooks.
func draw(all []figure, file string) error {
	p := plot.New()
	p.Title.Text = "terraform plan, 100 ms a call"
	p.X.Label.Text, p.Y.Label.Text = "webhooks", "seconds"
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	p.Legend.Top, p.Legend.Left = true, true
	p.Add(plotter.NewGrid())
	var lines []any
	for _, subject := range subjects(all) {
		var points plotter.XYs
		for _, f := range all {
			if f.Subject == subject && f.Phase == "plan" {
				points = append(points, plotter.XY{X: float64(f.Count), Y: f.Seconds})
			}
		}
		lines = append(lines, subject, points)
	}
	if err := plotutil.AddLinePoints(p, lines...); err != nil {
		return err
	}
	return p.Save(16*vg.Centimeter, 11*vg.Centimeter, file)
}

func subjects(all []figure) []string {
	var names []string
	for _, f := range all {
		if !slices.Contains(names, f.Subject) {
			names = append(names, f.Subject)
		}
	}
	return names
}
