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

// widgetScript returns that script, as it comes with the version that cells import.
func widgetScript(ctx context.Context, goCmd, moduleDir, kernelID string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, goCmd, "list", "-m", "-f", "{{.Dir}}", gonbModule)
	cmd.Dir = moduleDir
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("find the module %s: %w", gonbModule, err)
	}
	script, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "internal", "websocket", "websocket.js"))
	if err != nil {
		return "", fmt.Errorf("read the script for widgets: %w", err)
	}
	return strings.NewReplacer("{{.KernelId}}", kernelID, "{{.Verbose}}", "false").Replace(string(script)), nil
}
