package machine

import "testing"

func TestMemory(t *testing.T) {
	if m := Memory(); m < 64<<20 || m > 1<<50 {
		t.Errorf("%d bytes", m)
	}
	if got := memTotal("MemFree: 5 kB\nMemTotal:       24682988 kB\n", 7); got != 24682988<<10 {
		t.Errorf("read %d", got)
	}
	for _, bad := range []string{"", "MemTotal:", "MemTotal: x kB", "MemTotal: -3 kB"} {
		if got := memTotal(bad, 7); got != 7 {
			t.Errorf("%q gives %d", bad, got)
		}
	}
	for text, want := range map[string]int64{"max\n": 100, "50\n": 50, "9223372036854771712\n": 100, "": 100, "-1": 100} {
		if got := limited(text, 100); got != want {
			t.Errorf("%q limits to %d, want %d", text, got, want)
		}
	}
}
