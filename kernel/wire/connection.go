package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Connection is the content of a Jupyter connection file: where the kernel listens and how messages are signed.
type Connection struct {
	Transport       string `json:"transport"`
	IP              string `json:"ip"`
	ShellPort       int    `json:"shell_port"`
	ControlPort     int    `json:"control_port"`
	IOPubPort       int    `json:"iopub_port"`
	StdinPort       int    `json:"stdin_port"`
	HeartbeatPort   int    `json:"hb_port"`
	Key             string `json:"key"`
	SignatureScheme string `json:"signature_scheme"`
	KernelName      string `json:"kernel_name"`

	// ID is the kernel's name in its Jupyter server, which calls the file kernel-ID.json; "" when it is called otherwise.
	ID string `json:"-"`
	// Dir is the directory of the file: Jupyter's runtime directory.
	Dir string `json:"-"`
}

// ErrConnection is wrapped by every error about the content of a connection file.
var ErrConnection = errors.New("bad connection file")

// ReadConnection reads and checks a connection file.
func ReadConnection(path string) (*Connection, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the connection file: %w; Jupyter writes it and passes its path", err)
	}
	var c Connection
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("%w %s: not the JSON object expected: %v", ErrConnection, path, err)
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("%w %s: %v", ErrConnection, path, err)
	}
	c.ID, c.Dir = kernelID(path), filepath.Dir(path)
	return &c, nil
}

// kernelID takes the kernel's name out of that of its connection file.
func kernelID(path string) string {
	name, ok := strings.CutPrefix(filepath.Base(path), "kernel-")
	if id, isJSON := strings.CutSuffix(name, ".json"); ok && isJSON {
		return id
	}
	return ""
}

func (c *Connection) check() error {
	switch c.Transport {
	case "":
		c.Transport = "tcp"
	case "tcp", "ipc":
	default:
		return fmt.Errorf("transport %q is not known, use \"tcp\" or \"ipc\"", c.Transport)
	}
	if c.IP == "" {
		return errors.New("no \"ip\"")
	}
	if c.SignatureScheme == "" {
		c.SignatureScheme = defaultScheme
	}
	if _, err := NewSigner(c.SignatureScheme, c.Key); err != nil {
		return err
	}
	seen := map[int]string{}
	for _, p := range []struct {
		name string
		port int
	}{
		{"shell_port", c.ShellPort}, {"control_port", c.ControlPort}, {"iopub_port", c.IOPubPort},
		{"stdin_port", c.StdinPort}, {"hb_port", c.HeartbeatPort},
	} {
		if p.port < 1 || p.port > 65535 {
			return fmt.Errorf("%q is %d, not a port from 1 to 65535", p.name, p.port)
		}
		if other, ok := seen[p.port]; ok {
			return fmt.Errorf("%q and %q are both %d", other, p.name, p.port)
		}
		seen[p.port] = p.name
	}
	return nil
}

// listen opens the listener of one of the ports.
func (c *Connection) listen(port int) (net.Listener, error) {
	if c.Transport == "ipc" {
		path := c.IP + "-" + strconv.Itoa(port)
		l, err := net.Listen("unix", path)
		if err != nil {
			return nil, fmt.Errorf("listen on the socket file %s: %w", path, err)
		}
		return l, nil
	}
	host := c.IP
	if host == "*" {
		host = ""
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("listen on port %d of %s: %w", port, c.IP, err)
	}
	return l, nil
}
