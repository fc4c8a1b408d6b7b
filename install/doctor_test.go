package install

import "testing"

func TestJupyterVersion(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"lab", "Selected Jupyter core packages...\nIPython          : 9.18.1\njupyter_core     : 5.9.1\njupyterlab       : 4.6.6\nnotebook         : not installed\n", "JupyterLab 4.6.6, jupyter_core 5.9.1"},
		{"notebook", "notebook         : 7.4.1\njupyter_core     : 5.9.1\n", "Notebook 7.4.1, jupyter_core 5.9.1"},
		{"core only", "jupyter_core     : 5.9.1\n", "jupyter_core 5.9.1"},
		{"old", "4.4.0\n", "4.4.0"},
	}
	for _, c := range cases {
		if got := jupyterVersion(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
