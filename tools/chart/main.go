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

// ours is the subject of which the table shows the memory.
const ours = "asana_webhook"

func main() {
	log.SetFlags(0)
	figures := flag.String("figures", "performance/figures.json", "the figures")
	readme := flag.String("readme", "performance/README.md", "the page whose table is replaced")
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
	if err := fill(*readme, "figures", table(all)); err != nil {
		log.Fatal(err)
	}
}

// table has a row for each count and phase, and a column for each subject.
func table(all []figure) string {
	var b strings.Builder
	names := subjects(all)
	fmt.Fprintf(&b, "| webhooks | command | %s | memory |\n|---:|---|%s---:|\n", strings.Join(names, " | "), strings.Repeat("---:|", len(names)))
	for _, row := range all {
		if row.Subject != names[0] {
			continue
		}
		fmt.Fprintf(&b, "| %d | %s |", row.Count, row.Phase)
		memory := "–"
		for _, name := range names {
			cell := "–"
			if f, ok := find(all, name, row); ok {
				cell = fmt.Sprintf("%.1f s", f.Seconds)
				if f.Calls > 0 {
					cell += fmt.Sprintf(", %d calls", f.Calls)
				}
				if name == ours && f.PeakMB > 0 {
					memory = fmt.Sprintf("%.0f MB", f.PeakMB)
				}
			}
			fmt.Fprintf(&b, " %s |", cell)
		}
		fmt.Fprintf(&b, " %s |\n", memory)
	}
	return b.String()
}

// find returns the figure of a subject in the row of another.
func find(all []figure, subject string, row figure) (figure, bool) {
	for _, f := range all {
		if f.Subject == subject && f.Count == row.Count && f.Phase == row.Phase {
			return f, true
		}
	}
	return figure{}, false
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
	p.Title.Text = "terraform plan"
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
