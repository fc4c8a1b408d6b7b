package display

// hue is the colours of one layer: of its tasks, its chunks, and the lines around both. The text on them is dark, so that
// they look the same on a light and a dark page.
type hue struct{ task, chunk, line string }

const (
	inkColor  = "#1f2328" // of text on a task or chunk
	edgeColor = "#8a9199" // of arrows; seen on light and dark pages
)

var hues = []hue{
	{"#9ecae9", "#e3f0fa", "#4c78a8"}, // blue
	{"#ffbf79", "#ffefdd", "#d97a0b"}, // orange
	{"#9ad68a", "#e4f5e0", "#4a9441"}, // green
	{"#d6b3e0", "#f4eaf7", "#9358a5"}, // purple
	{"#ff9d98", "#ffe7e5", "#d0433f"}, // red
	{"#83cfc7", "#dff4f1", "#32837b"}, // teal
	{"#f2d675", "#fcf5da", "#a8841a"}, // yellow
	{"#fcb6d0", "#feebf2", "#c9558a"}, // pink
	{"#d8b5a5", "#f5ebe6", "#8f6349"}, // brown
	{"#c3c9cf", "#eef0f2", "#69727b"}, // grey
}

func layerHue(layer int) hue { return hues[layer%len(hues)] }
