package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// jupyterRoot is the directory of which a Jupyter server serves the files, and the path under which it does.
type jupyterRoot struct {
	dir string
	url string // "/files", behind the server's own prefix
}

// findJupyterRoot asks the notes that a server leaves beside the connection files: runtimeDir/jpserver-PID.json. Where it leaves
// none, the root is taken to be where the process runs, which is what `jupyter lab` takes if nothing else is said.
func findJupyterRoot(runtimeDir, parentPID string) (jupyterRoot, error) {
	if parentPID == "" {
		return jupyterRoot{}, errors.New("find Jupyter's root directory: JPY_PARENT_PID is not set, so that this kernel was not started by Jupyter")
	}
	for _, kind := range []string{"jpserver", "nbserver"} {
		text, err := os.ReadFile(filepath.Join(runtimeDir, kind+"-"+parentPID+".json"))
		if err != nil {
			continue
		}
		var server struct {
			Root string `json:"root_dir"`
			Old  string `json:"notebook_dir"`
			Base string `json:"base_url"`
		}
		if json.Unmarshal(text, &server) == nil && server.Root+server.Old != "" {
			dir := server.Root
			if dir == "" {
				dir = server.Old
			}
			return jupyterRoot{dir, path.Join("/", server.Base, "files")}, nil
		}
	}
	dir, err := os.Readlink("/proc/" + parentPID + "/cwd")
	if err != nil {
		dir, err = listedDir(parentPID)
	}
	if err != nil {
		return jupyterRoot{}, fmt.Errorf("find Jupyter's root directory: %w", err)
	}
	return jupyterRoot{dir, "/files"}, nil
}

// listedDir asks lsof for the current directory of a process, where there is no /proc.
func listedDir(pid string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "lsof", "-a", "-p", pid, "-d", "cwd", "-Fn").Output()
	if err != nil {
		return "", fmt.Errorf("ask lsof for the directory of process %s: %w", pid, err)
	}
	for line := range strings.Lines(string(out)) {
		if dir, ok := strings.CutPrefix(strings.TrimSpace(line), "n"); ok {
			return dir, nil
		}
	}
	return "", fmt.Errorf("lsof names no directory of process %s", pid)
}
