package wire

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadConnection(t *testing.T) {
	const good = `{"transport":"tcp","ip":"127.0.0.1","shell_port":1,"control_port":2,"iopub_port":3,"stdin_port":4,"hb_port":5,"key":"k","signature_scheme":"hmac-sha256","kernel_name":"lazycell","more":1}`
	cases := []struct{ name, content, want string }{
		{"good", good, ""},
		{"empty", "", "not the JSON object"},
		{"not JSON", "shell_port=1", "not the JSON object"},
		{"a list", "[1]", "not the JSON object"},
		{"port as text", strings.Replace(good, `"shell_port":1`, `"shell_port":"1"`, 1), "not the JSON object"},
		{"port out of range", strings.Replace(good, `"hb_port":5`, `"hb_port":70000`, 1), `"hb_port" is 70000`},
		{"port missing", strings.Replace(good, `"stdin_port":4,`, ``, 1), `"stdin_port" is 0`},
		{"port twice", strings.Replace(good, `"stdin_port":4`, `"stdin_port":3`, 1), "are both 3"},
		{"transport", strings.Replace(good, `"tcp"`, `"udp"`, 1), `transport "udp"`},
		{"scheme", strings.Replace(good, `hmac-sha256`, `hmac-md5`, 1), `signature scheme "hmac-md5"`},
		{"no address", strings.Replace(good, `127.0.0.1`, ``, 1), `no "ip"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "kernel.json")
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			conn, err := ReadConnection(path)
			if c.want == "" {
				if err != nil || conn.ShellPort != 1 || conn.Key != "k" {
					t.Fatalf("got %+v, %v", conn, err)
				}
				return
			}
			if !errors.Is(err, ErrConnection) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v, want %q and the path", err, c.want)
			}
		})
	}
	if _, err := ReadConnection(filepath.Join(t.TempDir(), "none.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: error %v, want ErrNotExist", err)
	}
}

func TestKernelID(t *testing.T) {
	for file, want := range map[string]string{"/run/kernel-12-ab.json": "12-ab", "connection.json": "", "kernel-12.txt": "", "kernel-.json": ""} {
		if got := kernelID(file); got != want {
			t.Errorf("kernelID(%q) = %q, want %q", file, got, want)
		}
	}
}
