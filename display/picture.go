package display

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

const (
	maxPixels = 1 << 21 // of a picture that is shown as it is
	maxSide   = 1 << 15 // of a picture that is shown at all
)

// picture shows an image as PNG. A large one is made smaller by averaging, and shown at the size it was made.
func picture(im image.Image) (b Bundle, ok bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			b, ok, err = plain(fmt.Sprintf("%T: reading its pixels panicked: %v", im, r)), true, nil
		}
	}()
	r := im.Bounds()
	text := fmt.Sprintf("%T %d×%d", im, r.Dx(), r.Dy())
	if r.Empty() || r.Dx() > maxSide || r.Dy() > maxSide {
		return plain(text), true, nil
	}
	if step := shrinkStep(r); step > 1 {
		im = shrink(im, step)
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, im); err != nil {
		return Bundle{}, false, fmt.Errorf("showing a %s as PNG: %w", text, err)
	}
	shown := im.Bounds()
	return Bundle{
		Data:     map[string]any{MIMEPNG: base64.StdEncoding.EncodeToString(buf.Bytes()), MIMEText: text},
		Metadata: map[string]any{MIMEPNG: map[string]any{"width": shown.Dx(), "height": shown.Dy()}},
	}, true, nil
}

func shrinkStep(r image.Rectangle) int {
	step := 1
	for (r.Dx()/step)*(r.Dy()/step) > maxPixels {
		step++
	}
	return step
}

// shrink makes one pixel of each square of step × step.
func shrink(im image.Image, step int) image.Image {
	r := im.Bounds()
	out := image.NewRGBA64(image.Rect(0, 0, max(r.Dx()/step, 1), max(r.Dy()/step, 1)))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			var sum [4]uint64
			n := uint64(0)
			for dy := range step {
				for dx := range step {
					at := image.Pt(r.Min.X+x*step+dx, r.Min.Y+y*step+dy)
					if !at.In(r) {
						continue
					}
					red, green, blue, alpha := im.At(at.X, at.Y).RGBA()
					for i, c := range [4]uint32{red, green, blue, alpha} {
						sum[i] += uint64(c)
					}
					n++
				}
			}
			out.SetRGBA64(x, y, color.RGBA64{uint16(sum[0] / n), uint16(sum[1] / n), uint16(sum[2] / n), uint16(sum[3] / n)})
		}
	}
	return out
}
