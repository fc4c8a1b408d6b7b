package magic

import "context"

func runWidgets(_ context.Context, h Host, _ *Cell, _ Command) error {
	h.ConnectWidgets()
	return nil
}

func runHeartbeat(_ context.Context, h Host, _ *Cell, _ Command) error {
	text := "The widgets' end in the front-end answers."
	if !h.WidgetsAlive() {
		text = "The widgets' end in the front-end does not answer. %widgets connects it; it needs a browser."
	}
	h.Display(text, text+"\n")
	return nil
}
