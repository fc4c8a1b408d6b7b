package gonb

import (
	"encoding/gob"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

func TestShowOutsideOfANotebook(t *testing.T) {
	if err := Show(1); !errors.Is(err, ErrNoNotebook) {
		t.Errorf("got %v", err)
	}
}

// What Show sends is what a GoNB kernel reads from its pipe.
func TestShow(t *testing.T) {
	dir := t.TempDir()
	out, back := filepath.Join(dir, "out"), filepath.Join(dir, "back")
	for _, path := range []string{out, back} {
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv(protocol.GONB_PIPE_ENV, out)
	t.Setenv(protocol.GONB_PIPE_BACK_ENV, back)
	gonbui.IsNotebook = true
	t.Cleanup(func() { gonbui.IsNotebook = false })

	received := make(chan *protocol.DisplayData, 8)
	go func() {
		defer close(received)
		reader, err := os.Open(out)
		if err != nil {
			t.Error(err)
			return
		}
		defer reader.Close()
		writer, err := os.OpenFile(back, os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		defer writer.Close()
		for d := gob.NewDecoder(reader); ; {
			data := &protocol.DisplayData{}
			if d.Decode(data) != nil {
				return
			}
			received <- data
		}
	}()
	for _, tc := range []struct {
		name   string
		values []any
		mimes  []protocol.MIMEType
	}{
		{"text", []any{1, "a"}, []protocol.MIMEType{"text/plain"}},
		{"graph", []any{random.Uniform(10, 10).Visualize()}, []protocol.MIMEType{"text/plain", "text/html"}},
	} {
		if err := Show(tc.values...); err != nil {
			t.Fatal(err)
		}
		select {
		case data, ok := <-received:
			if !ok || len(data.Data) != len(tc.mimes) {
				t.Fatalf("%s: %v", tc.name, data)
			}
			for _, mime := range tc.mimes {
				if text, _ := data.Data[mime].(string); text == "" {
					t.Errorf("%s: no %s", tc.name, mime)
				}
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s: nothing came", tc.name)
		}
	}
	gone := errors.New("the file is gone")
	if err := Show(lazy.Failed(gone)); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
	if err := Show(); err != nil {
		t.Errorf("nothing to show: %v", err)
	}
}
