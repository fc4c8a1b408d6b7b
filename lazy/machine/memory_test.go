package machine

import (
	"math"
	"runtime/debug"
	"testing"
	"testing/fstest"
)

func TestMemory(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	meminfo := file("MemTotal:       16384000 kB\nMemFree:         1000 kB\n")
	for _, tc := range []struct {
		name string
		fs   fstest.MapFS
		want int64
	}{
		{"nothing is known", fstest.MapFS{}, 64 << 30},
		{"no groups", fstest.MapFS{"proc/meminfo": meminfo}, 16384000 << 10},
		{"a container, version 2", fstest.MapFS{"proc/meminfo": meminfo, "proc/self/cgroup": file("0::/\n"), "sys/fs/cgroup/memory.max": file("1073741824\n")}, 1 << 30},
		{"a container, version 1", fstest.MapFS{"proc/meminfo": meminfo, "sys/fs/cgroup/memory/memory.limit_in_bytes": file("1073741824\n")}, 1 << 30},
		{"no limit, version 2", fstest.MapFS{"proc/meminfo": meminfo, "sys/fs/cgroup/memory.max": file("max\n")}, 16384000 << 10},
		{"no limit, version 1", fstest.MapFS{"proc/meminfo": meminfo, "sys/fs/cgroup/memory/memory.limit_in_bytes": file("9223372036854771712\n")}, 16384000 << 10},
		{"a service, version 2", fstest.MapFS{"proc/meminfo": meminfo, "proc/self/cgroup": file("0::/system.slice/jupyter.service\n"),
			"sys/fs/cgroup/system.slice/jupyter.service/memory.max": file("2147483648\n"), "sys/fs/cgroup/system.slice/memory.max": file("max\n")}, 2 << 30},
		{"a group above, version 2", fstest.MapFS{"proc/meminfo": meminfo, "proc/self/cgroup": file("0::/user.slice/user-1.slice/a.scope\n"),
			"sys/fs/cgroup/user.slice/user-1.slice/a.scope/memory.max": file("max\n"), "sys/fs/cgroup/user.slice/user-1.slice/memory.max": file("3221225472\n")}, 3 << 30},
		{"a job, version 1", fstest.MapFS{"proc/meminfo": meminfo, "proc/self/cgroup": file("12:cpu,cpuacct:/x\n9:memory:/slurm/job_7\n0::/other\n"),
			"sys/fs/cgroup/memory/slurm/job_7/memory.limit_in_bytes": file("4294967296\n")}, 4 << 30},
		{"a limit above what there is", fstest.MapFS{"proc/meminfo": meminfo, "sys/fs/cgroup/memory.max": file("1099511627776\n")}, 16384000 << 10},
		{"nonsense", fstest.MapFS{"proc/meminfo": file("MemTotal: much kB\n"), "proc/self/cgroup": file("::\nabc\n"), "sys/fs/cgroup/memory.max": file("-1\n")}, 64 << 30},
	} {
		if got := memory(tc.fs); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
	if m := Memory(); m < 1<<20 || m > 1<<50 {
		t.Errorf("this machine has %d bytes", m)
	}
	if b := Budget(); b < Memory()/8 || b > Memory()/5*4 {
		t.Errorf("a budget of %d bytes of %d", b, Memory())
	}
}

// What goes on at once is added up, a lower limit stays, and in the end all is as it was.
func TestHold(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	a := Hold(1 << 30)
	one := limit()
	if one < 1<<30 || one > 2<<30 {
		t.Errorf("the limit is %d", one)
	}
	b := Hold(2 << 30)
	if got := limit(); got != one+2<<30 {
		t.Errorf("the limit is %d after %d", got, one)
	}
	c := Hold(math.MaxInt64 / 4)
	c()
	a()
	a()
	if got := limit(); got != one+1<<30 {
		t.Errorf("the limit is %d after %d", got, one)
	}
	b()
	if got := limit(); got != before {
		t.Errorf("the limit is %d, and was %d", got, before)
	}
	debug.SetMemoryLimit(1 << 20)
	Hold(1 << 30)()
	if got := limit(); got != 1<<20 {
		t.Errorf("the limit is %d", got)
	}
	debug.SetMemoryLimit(before)
}
