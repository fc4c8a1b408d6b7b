//go:build unix

package group_test

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/lazycell/lazycell/kernel/group"
)

// started runs a shell that starts a sleeper in the background and tells its number, then waits.
func started(t *testing.T, cmd *exec.Cmd) (child int) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	if child, err = strconv.Atoi(strings.TrimSpace(line)); err != nil {
		t.Fatal(err)
	}
	return child
}

// patience is long, because the system's first process buries the dead when it finds the time.
const patience = time.Minute

const script = "sleep 60 & echo $!; wait"

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, "sh", "-c", script)
	group.Cancelled(cmd)
	child := started(t, cmd)
	cancel()
	if err := cmd.Wait(); err == nil {
		t.Error("the command ended well")
	}
	for deadline := time.Now().Add(patience); syscall.Kill(child, 0) == nil; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("what the command started is still there")
		}
	}
}

func TestOwn(t *testing.T) {
	for name, own := range map[string]func(*exec.Cmd){"Own": group.Own, "Tied": group.Tied} {
		cmd := exec.Command("sh", "-c", script)
		own(cmd)
		child := started(t, cmd)
		of, err := syscall.Getpgid(child)
		if err != nil || of != cmd.Process.Pid {
			t.Errorf("%s: the group is %d, not %d, %v", name, of, cmd.Process.Pid, err)
		}
		if err := group.Kill(cmd); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait() // it was killed
		for deadline := time.Now().Add(patience); !errors.Is(group.Kill(cmd), os.ErrProcessDone); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s: the group is still there", name)
			}
		}
	}
}
