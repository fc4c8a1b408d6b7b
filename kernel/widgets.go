package kernel

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// gonbModule is the module whose script connects its widgets in the browser with the kernel.
const gonbModule = "github.com/janpfeifer/gonb"

// scriptServer is where the script looks for the kernel: where the page comes from, without encryption and at the top of the server.
const scriptServer = `"ws://" + document.location.host + "/api`

// widgetScript returns that script, as it comes with the version that cells import, for this kernel and its server.
func widgetScript(ctx context.Context, o Options) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, o.GoCmd, "list", "-m", "-f", "{{.Dir}}", gonbModule)
	cmd.Dir = o.ModuleDir
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("find the module %s: %w", gonbModule, err)
	}
	script, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "internal", "websocket", "websocket.js"))
	if err != nil {
		return "", fmt.Errorf("read the script for widgets: %w", err)
	}
	base := ""
	if root, err := findJupyterRoot(o.Connection.Dir, os.Getenv(parentVariable)); err == nil {
		base = strings.TrimSuffix(root.url, "/files")
	}
	server := `(document.location.protocol === "https:" ? "wss://" : "ws://") + document.location.host + "` + base + `/api`
	return strings.NewReplacer(scriptServer, server, "{{.KernelId}}", o.Connection.ID, "{{.Verbose}}", "false").Replace(string(script)), nil
}
