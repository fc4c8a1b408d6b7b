//go:build unix

package session

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/lazycell/lazycell/kernel/group"
	"github.com/lazycell/lazycell/kernel/session/pipe"
)

// start starts the process and what reads from it.
func (s *Session) start(o Options) error {
	var files []*os.File // of the process: its standard output and error, then those from pipe.RequestFD on
	var own []*os.File   // the other ends
	defer func() {
		for _, f := range files {
			_ = f.Close()
		}
	}()
	newPipe := func() (r, w *os.File, err error) {
		if r, w, err = os.Pipe(); err != nil {
			for _, f := range own {
				_ = f.Close()
			}
		}
		return r, w, err
	}
	for range 2 {
		r, w, err := newPipe()
		if err != nil {
			return err
		}
		files, own = append(files, w), append(own, r)
	}
	requestR, requestW, err := newPipe()
	if err != nil {
		return err
	}
	files, own = append(files, requestR), append(own, requestW)
	eventR, eventW, err := newPipe()
	if err != nil {
		return err
	}
	files, own = append(files, eventW), append(own, eventR)
	for range 2 {
		r, w, err := newPipe()
		if err != nil {
			return err
		}
		files = append(files, w, r)
	}
	s.cmd = exec.Command(o.Command[0], o.Command[1:]...)
	s.cmd.Dir = o.Dir
	s.cmd.Env = append(o.Env[:len(o.Env):len(o.Env)], displayEnv()...)
	s.cmd.Stdout, s.cmd.Stderr, s.cmd.ExtraFiles = files[0], files[1], files[2:]
	group.Tied(s.cmd)
	s.request, s.conn = requestW, pipe.NewConn(eventR, requestW)
	s.stdout, s.stderr = newStream("stdout", own[0], s.stream), newStream("stderr", own[1], s.stream)
	s.stderr.watchCrash = true
	started := make(chan error)
	go s.supervise(started, eventR)
	return <-started
}

// supervise starts the process, and ends the session after it. The thread stays the same, because it is the death of the
// thread that started it which the system tells the process of.
func (s *Session) supervise(started chan<- error, eventR *os.File) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := s.cmd.Start()
	if err != nil {
		s.stdout.close()
		s.stderr.close()
		_ = eventR.Close()
		_ = s.request.Close()
		started <- err
		return
	}
	go s.stdout.read()
	go s.stderr.read()
	events := make(chan struct{})
	go func() {
		defer close(events)
		s.events()
	}()
	started <- nil
	_ = s.cmd.Wait()
	// What the cells have started would keep the pipes open.
	killGroup(s.cmd.Process.Pid)
	<-events
	_ = eventR.Close()
	s.stdout.close()
	crash := s.stderr.close()
	s.endOutput()
	s.lost = lostError(s.cmd.ProcessState, crash)
	close(s.ended)
}

// killGroup ends the process and all in its group.
func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }

// displayEnv tells gonbui where its pipes are.
func displayEnv() []string {
	return []string{
		fmt.Sprintf("%s=/dev/fd/%d", protocol.GONB_PIPE_ENV, pipe.DisplayWriteFD),
		fmt.Sprintf("%s=/dev/fd/%d", protocol.GONB_PIPE_BACK_ENV, pipe.ValueReadFD),
	}
}
