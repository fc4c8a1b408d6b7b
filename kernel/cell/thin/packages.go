package thin

import (
	"fmt"
	"os"
	"strings"
	"sync"
)

// Packages reads what was compiled of packages. Its methods may be called from several goroutines.
type Packages struct {
	find func(path string) (archive string)

	mu       sync.Mutex
	known    map[string]*object         // by archive
	assembly map[string]map[string]bool // by archive, the functions that are written in assembly
}

// NewPackages returns Packages that are found in archives.
func NewPackages(find func(path string) (archive string)) *Packages {
	return &Packages{find: find, known: map[string]*object{}, assembly: map[string]map[string]bool{}}
}

func (p *Packages) object(path string) (*object, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	file := p.find(path)
	if o, ok := p.known[file]; ok {
		return o, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read package %s: %w", path, err)
	}
	objects, err := findObjects(data)
	if err != nil {
		return nil, fmt.Errorf("read package %s: %w", path, err)
	}
	names := map[string]bool{}
	for _, o := range objects[1:] {
		for _, s := range o.symbols(blockNamedDefs) {
			if s.abi == abi0 {
				names[s.name] = true
			}
		}
	}
	o := objects[0]
	o.forgetCode()
	p.known[file], p.assembly[file] = o, names
	return o, nil
}

// Read reads packages before they are needed.
func (p *Packages) Read(paths ...string) {
	for _, path := range paths {
		_, _ = p.object(path) // what is wrong is told to who needs it
	}
}

// inAssembly reports whether a function has a body in assembly, which is not called as the compiler calls functions.
func (p *Packages) inAssembly(name string) bool {
	from := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[from:], '.')
	if dot < 0 {
		return false
	}
	path := name[:from+dot]
	if p.find(path) == "" {
		return false // of a cell
	}
	if _, err := p.object(path); err != nil {
		return true // it can't be told
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.assembly[p.find(path)][name]
}

// number returns the n-th symbol of a package.
func (p *Packages) number(path string, n int) (symbol, error) {
	o, err := p.object(path)
	if err != nil {
		return symbol{}, err
	}
	if n < 0 || n >= o.count(blockDefs, symbolSize) {
		return symbol{}, fmt.Errorf("package %s has no symbol %d", path, n)
	}
	s := o.symbol(blockDefs, n)
	return s, o.err
}

// libraries are packages as the linker knows them.
func (p *Packages) libraries(paths ...string) ([]library, error) {
	var out []library
	for _, path := range paths {
		o, err := p.object(path)
		if err != nil {
			return nil, err
		}
		out = append(out, library{path, o.fingerprint})
	}
	return out, nil
}
