package gonb

import (
	"errors"
	"fmt"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/lazycell/lazycell/display"
	"github.com/lazycell/lazycell/lazy"
)

// ErrNoNotebook is the error of Show in a program that no notebook kernel runs.
var ErrNoNotebook = errors.New("gonb: no notebook kernel runs this program, so there is nowhere to show values")

// Show shows values in the notebook, below the running cell; several as a tuple. The error is that of a value that carries
// one, such as an array whose making failed, or of the connection to the kernel.
func Show(values ...any) error {
	if !gonbui.IsNotebook {
		return ErrNoNotebook
	}
	if len(values) == 0 {
		return nil
	}
	b, err := display.Of(lazy.Context(), values...)
	if err != nil {
		return fmt.Errorf("gonb: %w", err)
	}
	gonbui.SendData(message(b))
	if err := gonbui.Error(); err != nil {
		return fmt.Errorf("gonb: sending to the kernel: %w", err)
	}
	return nil
}

// message is a bundle in GoNB's protocol, which carries texts only: JSON trees are left out, as every bundle has a text too.
func message(b display.Bundle) *protocol.DisplayData {
	data := make(map[protocol.MIMEType]any, len(b.Data))
	for mime, x := range b.Data {
		if text, ok := x.(string); ok {
			data[protocol.MIMEType(mime)] = text
		}
	}
	return &protocol.DisplayData{Data: data}
}
