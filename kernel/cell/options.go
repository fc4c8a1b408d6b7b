package cell

// Option says how a cell is to be compiled.
type Option func(*source)

// ParseFlags has the program's arguments parsed, as flag.Parse does, before the first statement behind a line.
func ParseFlags(line int) Option { return func(s *source) { s.mainLine = line } }

// Directory is where files lie that the cell embeds.
func Directory(dir string) Option { return func(s *source) { s.dir = dir } }
