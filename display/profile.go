package display

import (
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/lazycell/lazycell/lazy"
)

// profile is the look of a profile: a table of the kinds of tasks, and what each worker did when.
func profile(p *lazy.Profile) Bundle {
	layers, spans, workers := p.Timeline()
	var b strings.Builder
	b.WriteString("<div>\n" + `<table border="1" class="dataframe">` + "\n<thead>\n" + `<tr style="text-align: right;"><th></th><th>seconds</th><th>share</th>` +
		`<th>tasks</th><th>made</th><th>per second</th><th style="text-align: left;">steps</th></tr>` + "\n</thead>\n<tbody>\n")
	var total time.Duration
	for _, l := range layers {
		total += l.Time
	}
	for i, l := range layers {
		fmt.Fprintf(&b, `<tr style="text-align: right;"><th><span style="display:inline-block;width:10px;height:10px;border-radius:2px;background:%s"></span></th>`+
			`<td>%.3f</td><td>%.0f&thinsp;%%</td><td>%d</td><td>%s</td><td>%s</td><td style="text-align: left;">%s</td></tr>`+"\n", layerHue(i).line, l.Time.Seconds(),
			100*l.Time.Seconds()/max(total.Seconds(), 1e-9), l.Tasks, bytesText(l.Bytes), l.Rate(), html.EscapeString(l.Steps))
	}
	b.WriteString("</tbody>\n</table>\n")
	b.WriteString(timeline(layers, spans, workers))
	b.WriteString("</div>")
	return Bundle{Data: map[string]any{MIMEText: p.String(), MIMEHTML: b.String()}}
}

// Sizes of a timeline.
const (
	timelineWidth = 720
	timelineLeft  = 68 // where time begins
	laneHeight    = 18
	laneGap       = 4
	axisHeight    = 22
)

// timeline is a picture with a lane for each worker, in which the time of each layer has its colour.
func timeline(layers []lazy.ProfileLayer, spans []lazy.ProfileSpan, workers int) string {
	end := time.Duration(1)
	for _, s := range spans {
		end = max(end, s.End)
	}
	if len(spans) == 0 {
		return ""
	}
	height := workers*(laneHeight+laneGap) + axisHeight
	scale := float64(timelineWidth-timelineLeft-30) / float64(end)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="what each worker did when" width="%d" height="%d" viewBox="0 0 %d %d" `+
		`style="max-width:100%%;margin-top:8px;font-family:system-ui,sans-serif;font-size:11px" fill="%s">`+"\n", timelineWidth, height, timelineWidth, height, edgeColor)
	for w := range workers {
		y := w * (laneHeight + laneGap)
		fmt.Fprintf(&b, `<text x="0" y="%d">worker %d</text><rect x="%d" y="%d" width="%.1f" height="%d" rx="2" fill-opacity="0.13"/>`+"\n",
			y+laneHeight-5, w+1, timelineLeft, y, float64(end)*scale, laneHeight)
	}
	for _, s := range spans {
		fmt.Fprintf(&b, `<rect x="%.2f" y="%d" width="%.2f" height="%d" fill="%s"><title>%s, %s from %s</title></rect>`+"\n", timelineLeft+float64(s.Start)*scale,
			s.Worker*(laneHeight+laneGap), max(float64(s.End-s.Start)*scale, 0.4), laneHeight, layerHue(s.Layer).line, html.EscapeString(layers[s.Layer].Steps),
			seconds(s.End-s.Start), seconds(s.Start))
	}
	y := workers * (laneHeight + laneGap)
	for at := time.Duration(0); at <= end; at += tick(end) {
		x := timelineLeft + float64(at)*scale
		fmt.Fprintf(&b, `<path d="M%.1f %dv4" stroke="%s"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", x, y, edgeColor, x, y+15, seconds(at))
	}
	b.WriteString("</svg>")
	return b.String()
}

// tick is a round time of which some five to ten make up the whole.
func tick(end time.Duration) time.Duration {
	for unit := time.Microsecond; ; unit *= 10 {
		for _, k := range []time.Duration{1, 2, 5} {
			if end/(k*unit) <= 8 {
				return k * unit
			}
		}
	}
}

// seconds is a time in a unit that fits.
func seconds(d time.Duration) string {
	switch {
	case d == 0:
		return "0"
	case d < time.Millisecond:
		return fmt.Sprintf("%.3g µs", d.Seconds()*1e6)
	case d < time.Second:
		return fmt.Sprintf("%.3g ms", d.Seconds()*1e3)
	default:
		return fmt.Sprintf("%.4g s", d.Seconds())
	}
}
