package cell

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Go's linker has the C compiler link a plugin, after asking it by trial which flags it knows. Most of the time goes into
// starting gcc four times. Where mold is installed, a script stands in for gcc: it knows the answers, and runs mold with what
// gcc would add. It leaves to gcc whatever it doesn't know.
const linkScript = `#!/bin/sh
probe=
for a do
	case $a in
	*/trivial.c) probe=1 ;;
	-m64 | -O* | -g | -s | -shared | -rdynamic | -pthread | -fuse-ld=mold | -Wl,* | -l* | -L* | -o | -Qunused-arguments) ;;
	-*) exec gcc -fuse-ld=mold "$@" ;;
	esac
done
if [ "$probe" ]; then
	case " $* " in
	*" -Qunused-arguments "*) echo "unrecognized option"; exit 1 ;;
	*" -Wl,--build-id="* | *" -Wl,--compress-debug-sections="*) exit 0 ;;
	esac
	exec gcc -fuse-ld=mold "$@"
fi
for a do
	shift
	case $a in
	-m64 | -O* | -g | -fuse-ld=mold | -Wl,--compress-debug-sections=*) ;;
	-rdynamic) set -- "$@" --export-dynamic ;;
	-pthread) set -- "$@" -lpthread ;;
	-Wl,*)
		IFS=,
		set -f
		set -- "$@" ${a#-Wl,}
		unset IFS
		;;
	*) set -- "$@" "$a" ;;
	esac
done
exec mold %s "$@" %s
`

// writeLinkScript puts the script into dir and returns its path from there, where the linker runs; "" when there is no mold, or gcc doesn't tell what it would do.
func writeLinkScript(ctx context.Context, dir string) (string, error) {
	if _, err := exec.LookPath("mold"); err != nil {
		return "", nil
	}
	out, err := exec.CommandContext(ctx, "gcc", "-###", "-shared", "-fuse-ld=mold", "-o", "OUT.so", "IN.o").CombinedOutput()
	if err != nil {
		return "", nil
	}
	before, behind, ok := collectArgs(string(out))
	if !ok {
		return "", nil
	}
	path := filepath.Join(dir, "ld")
	if err := os.WriteFile(path, fmt.Appendf(nil, linkScript, shellWords(before), shellWords(behind)), 0o755); err != nil {
		return "", fmt.Errorf("write the link script: %w", err)
	}
	return "./" + filepath.Base(path), nil
}

// collectArgs reads in what gcc -### printed the linker's arguments before and behind the object file IN.o.
func collectArgs(out string) (before, behind []string, ok bool) {
	for _, line := range strings.Split(out, "\n") {
		if !strings.Contains(line, "collect2") || !strings.Contains(line, "IN.o") {
			continue
		}
		words := quotedWords(line)
		for i := 1; i < len(words); i++ {
			w := words[i]
			switch {
			case w == "-plugin", w == "-o":
				i++
			case strings.HasPrefix(w, "-plugin-opt"), strings.HasPrefix(w, "-fuse-ld"), w == "--build-id":
			case w == "IN.o":
				ok = true
			case ok:
				behind = append(behind, w)
			default:
				before = append(before, w)
			}
		}
		return before, behind, ok
	}
	return nil, nil, false
}

// quotedWords takes a line of gcc's apart, in which words with spaces, such as paths of temporary files, stand in double quotes.
func quotedWords(line string) []string {
	var words []string
	var word []byte
	in, quoted := false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"':
			in, quoted = true, !quoted
		case c == '\\' && i+1 < len(line):
			i++
			word, in = append(word, line[i]), true
		case c == ' ' && !quoted:
			if in {
				words = append(words, string(word))
			}
			word, in = nil, false
		default:
			word, in = append(word, c), true
		}
	}
	if in {
		words = append(words, string(word))
	}
	return words
}

// shellWords quotes words for a shell.
func shellWords(words []string) string {
	var out []string
	for _, w := range words {
		out = append(out, "'"+strings.ReplaceAll(w, "'", `'\''`)+"'")
	}
	return strings.Join(out, " ")
}
