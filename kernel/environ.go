package kernel

import (
	"os"
	"slices"
	"strings"

	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// environ is the environment that sessions start with.
func environ(moduleDir, dir string, o Options) []string {
	env := append(os.Environ(), protocol.GONB_TMP_DIR_ENV+"="+moduleDir, protocol.GONB_DIR_ENV+"="+dir)
	if o.Connection.ID != "" {
		env = append(env, protocol.GONB_JUPYTER_KERNEL_ID_ENV+"="+o.Connection.ID)
	}
	return env
}

// withoutDisplays takes out what says where displays go: only the session itself can send any.
func withoutDisplays(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(e string) bool {
		return strings.HasPrefix(e, protocol.GONB_PIPE_ENV+"=") || strings.HasPrefix(e, protocol.GONB_PIPE_BACK_ENV+"=")
	})
}
