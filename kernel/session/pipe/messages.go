package pipe

import "encoding/json"

// The files that a session inherits, besides its standard ones.
const (
	RequestFD = 3 // requests are read here
	EventFD   = 4 // events are written here
	// Both ends of the pipes behind GONB_PIPE and GONB_PIPE_BACK: gonbui opens one end by path, the session has the other.
	DisplayWriteFD, DisplayReadFD = 5, 6
	ValueWriteFD, ValueReadFD     = 7, 8
)

// Files is the number of files from RequestFD on.
const Files = 6

// What a kernel asks of its session.
const (
	Run       = "run"       // Plugin, Cell, Key; answered by Done
	Interrupt = "interrupt" // cancels the context of the running cell; answered by Heard
	Ack       = "ack"       // the event with this ID was published
	Setenv    = "setenv"    // Name, Value; answered by Done
	Chdir     = "chdir"     // Value; answered by Done
	SetArgs   = "args"      // Args; answered by Done
	Value     = "value"     // Comm: a value from the front-end; not answered
	Answer    = "answer"    // ID, Value, Refused: what the user has typed, or why there is nothing; not answered
	Exit      = "exit"      // end the session. The end of the pipe without it means that the kernel has died
)

// Request is a message from the kernel to the session.
type Request struct {
	Op     string
	ID     int      `json:",omitempty"`
	Plugin string   `json:",omitempty"` // file to load
	Cell   int      `json:",omitempty"` // number of the cell
	Key    string   `json:",omitempty"` // what tells the cell from others when it runs again
	Name   string   `json:",omitempty"`
	Value  string   `json:",omitempty"`
	Args   []string `json:",omitempty"`
	Comm   *Comm    `json:",omitempty"`

	Refused string `json:",omitempty"`
}

// What a session tells its kernel.
const (
	Ready   = "ready"   // the session takes requests
	Result  = "result"  // Bundle: the value of the cell's last expression; to be acknowledged
	Display = "display" // Bundle: something shown in between, or with no Data to be taken away; to be acknowledged
	Message = "comm"    // Comm: for the front-end; to be acknowledged
	Clear   = "clear"   // Wait: take away the cell's outputs; to be acknowledged
	Heard   = "heard"   // an interrupt has come
	Ask     = "ask"     // Input: ask the user for a line; answered by Answer
	Done    = "done"    // the request with this ID has ended
)

// Event is a message from the session to the kernel.
type Event struct {
	Op     string
	ID     int     `json:",omitempty"`
	Bundle *Bundle `json:",omitempty"`
	Comm   *Comm   `json:",omitempty"`
	Input  *Input  `json:",omitempty"`
	Wait   bool    `json:",omitempty"` // until there is something new

	// Of Done.
	Fault *Fault   `json:",omitempty"` // nil when all went well
	Steps int      `json:",omitempty"` // top-level statements that were completed
	Dir   string   `json:",omitempty"` // the current directory
	Env   []string `json:",omitempty"` // the environment, when it has changed
}

// Bundle is something to show, in one or several MIME types.
type Bundle struct {
	Data      map[string]json.RawMessage
	Metadata  map[string]json.RawMessage `json:",omitempty"`
	DisplayID string                     `json:",omitempty"` // names an output that later ones replace
}

// Input is a question to the user.
type Input struct {
	Prompt   string `json:",omitempty"`
	Password bool   `json:",omitempty"` // what is typed is not shown
}

// Comm is a value that travels between a cell and a widget in the front-end, in the manner of gonbui.
type Comm struct {
	Address     string
	Value       json.RawMessage `json:",omitempty"`
	Request     bool            `json:",omitempty"` // asks for the value at the address
	Subscribe   bool            `json:",omitempty"` // asks for the changes of the value at the address
	Unsubscribe bool            `json:",omitempty"`
}

// Fault says why a cell failed.
type Fault struct {
	Kind   FaultKind
	Name   string  // the type of the error, or "panic"
	Value  string  // what it says
	Frames []Frame `json:",omitempty"` // where it happened, innermost first
}

// FaultKind says what sort of failure it was.
type FaultKind string

// The kinds of faults.
const (
	Failed      FaultKind = "error"       // a call returned an error
	Panicked    FaultKind = "panic"       //
	Interrupted FaultKind = "interrupted" // the error or panic is what the interrupt led to
	NotLoaded   FaultKind = "load"        // nothing has run
	LeftBehind  FaultKind = "left behind" // the interrupted cell waits for what can't come: Value says for what
)

// LoadError is the name of the fault of a plugin that the system or the runtime refused to load.
const LoadError = "LoadError"

// Frame is a place in the source of a cell.
type Frame struct {
	Cell, Line int
	Func       string `json:",omitempty"` // the user's function, "" at the top level
}
