package kernel

import (
	"os"
	"runtime/debug"
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
	if root, err := findJupyterRoot(o.Connection.Dir, os.Getenv(parentVariable)); err == nil {
		env = append(env, protocol.GONB_JUPYTER_ROOT_ENV+"="+root.dir)
	}
	version, commit := gonbVersion()
	return append(env, protocol.GONB_VERSION+"="+version, protocol.GONB_GIT_COMMIT+"="+commit)
}

// parentVariable is how Jupyter tells a kernel the process that has started it.
const parentVariable = "JPY_PARENT_PID"

// gonbVersion is the version of GoNB whose commands and packages this kernel has, and the commit where that is known: modules from a
// proxy don't tell.
func gonbVersion() (version, commit string) {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == gonbModule {
				version = m.Version
			}
		}
	}
	if at := strings.LastIndexByte(version, '-'); at >= 0 {
		commit = version[at+1:] // of a pseudo-version
	}
	return version, commit
}

// withoutDisplays takes out what says where displays go: only the session itself can send any.
func withoutDisplays(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(e string) bool {
		return strings.HasPrefix(e, protocol.GONB_PIPE_ENV+"=") || strings.HasPrefix(e, protocol.GONB_PIPE_BACK_ENV+"=")
	})
}
