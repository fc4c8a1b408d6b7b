package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/lazycell/lazycell/kernel/session/pipe"
	"github.com/lazycell/lazycell/kernel/wire"
)

// The names that gonbui's side of the front-end uses.
const (
	commTarget    = "gonb_comm"
	openAck       = "#comm_open_ack"
	heartbeatPing = "#heartbeat/ping"
	heartbeatPong = "#heartbeat/pong"
	startAddress  = "#comms/start"
)

const (
	// commQuiet is how long the front-end may have been silent until it is asked whether it is still there: its page may
	// have been loaded anew.
	commQuiet = time.Second
	// pongLimit is how long it may take to answer.
	pongLimit = 500 * time.Millisecond
	// openLimit is how long the script in the front-end may take to open its comm.
	openLimit = 3 * time.Second
	// waitingLimit is how many messages are kept until then.
	waitingLimit = 1000
)

// comms carries values between gonbui's widgets in the front-end and the session. The front-end's end is a script, which is
// shown when a cell first needs it.
type comms struct {
	k *Kernel

	mu         sync.Mutex
	id         string           // of the comm that the front-end has opened, "" for none
	opener     *wire.Message    // the message that opened it
	heard      time.Time        // when the front-end said something last
	news       chan struct{}    // closed when it does
	connecting bool             // connect is at work
	source     string           // the script, once it has been needed
	script     int              // number of the output that holds it
	subscribed map[string]bool  // addresses that cells listen to
	waiting    []map[string]any // what cells have sent while it was not open
}

func (c *comms) init(k *Kernel) {
	c.k = k
	c.subscribed = map[string]bool{}
	c.news = make(chan struct{})
}

// handle takes a comm message of a front-end.
func (c *comms) handle(_ wire.Channel, m *wire.Message) {
	defer c.k.status.begin(m)()
	var content struct {
		ID     string `json:"comm_id"`
		Target string `json:"target_name"`
		Data   struct {
			Address string          `json:"address"`
			Value   json.RawMessage `json:"value"`
		} `json:"data"`
	}
	decode(m, &content)
	switch m.Header.MsgType {
	case "comm_open":
		if content.Target != commTarget {
			c.k.publish(m, "comm_close", map[string]any{"comm_id": content.ID, "data": map[string]any{}})
			return
		}
		c.open(m, content.ID)
	case "comm_close":
		c.mu.Lock()
		if content.ID == c.id {
			c.id, c.opener = "", nil
		}
		c.mu.Unlock()
	case "comm_msg":
		c.fromFrontEnd(m, content.ID, content.Data.Address, content.Data.Value)
	}
}

// listened notes that the front-end has said something; c.mu is held.
func (c *comms) listened() {
	c.heard = time.Now()
	close(c.news)
	c.news = make(chan struct{})
}

func (c *comms) open(m *wire.Message, id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.id, c.opener = id, m
	c.listened()
	if c.script > 0 {
		c.showScript(m, "") // it has done its work and need not be in the notebook
	}
	c.send(m, id, map[string]any{"address": openAck, "value": true})
	c.sendWaiting()
}

// sendWaiting sends what cells have sent meanwhile; c.mu is held.
func (c *comms) sendWaiting() {
	for _, data := range c.waiting {
		c.send(c.opener, c.id, data)
	}
	c.waiting = nil
}

func (c *comms) fromFrontEnd(m *wire.Message, id, address string, value json.RawMessage) {
	c.mu.Lock()
	known, wanted := id == c.id && id != "", c.subscribed[address]
	if known {
		c.listened()
	}
	c.mu.Unlock()
	switch {
	case !known || address == heartbeatPong:
	case address == heartbeatPing:
		c.send(m, id, map[string]any{"address": heartbeatPong, "value": true})
	case wanted:
		if s := c.k.engine.current(); s != nil {
			if err := s.SendValue(address, value); err != nil {
				c.k.options.Log.Printf("pass on the value at %s: %v", address, err)
			}
		}
	}
}

// fromCell takes a message of a cell. What the cell shows after it must find the front-end's end there: it returns when the
// script has been shown, if one is needed.
func (c *comms) fromCell(msg *pipe.Comm) {
	if c.take(msg) {
		c.connect(c.k.request())
	}
}

// take notes a message or sends it. It reports whether the front-end's end has to be looked for first, which is the caller's to do.
func (c *comms) take(msg *pipe.Comm) (connect bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case msg.Subscribe || msg.Unsubscribe:
		c.subscribed[msg.Address] = msg.Subscribe
		if msg.Unsubscribe {
			return false
		}
	case msg.Address == startAddress:
	case len(c.waiting) == waitingLimit:
		return false
	case msg.Request:
		c.waiting = append(c.waiting, map[string]any{"address": msg.Address, "read_request": true})
	default:
		c.waiting = append(c.waiting, map[string]any{"address": msg.Address, "value": msg.Value})
	}
	switch {
	case c.id != "" && time.Since(c.heard) < commQuiet:
		c.sendWaiting()
	case !c.connecting:
		c.connecting = true
		return true
	}
	return false
}

// start shows the script again, for a front-end that has lost it.
func (c *comms) start() {
	c.mu.Lock()
	begin := !c.connecting
	if begin {
		c.connecting = true
		c.id, c.opener = "", nil
	}
	c.mu.Unlock()
	if begin {
		c.connect(c.k.request())
	}
}

// alive asks the front-end's end whether it is there.
func (c *comms) alive() bool {
	c.mu.Lock()
	id, opener, news := c.id, c.opener, c.news
	c.mu.Unlock()
	if id == "" {
		return false
	}
	c.send(opener, id, map[string]any{"address": heartbeatPing, "value": true})
	return within(news, openLimit)
}

// connect makes sure that somebody listens in the front-end, and has what waits sent once that is so.
func (c *comms) connect(parent *wire.Message) {
	c.mu.Lock()
	id, opener, news := c.id, c.opener, c.news
	c.mu.Unlock()
	if id != "" {
		c.send(opener, id, map[string]any{"address": heartbeatPing, "value": true})
		if within(news, pongLimit) {
			c.connected()
			return
		}
	}
	if c.source == "" { // only one goroutine connects at a time
		source, err := widgetScript(context.Background(), c.k.options)
		if err != nil {
			c.k.options.Log.Printf("connect widgets: %v", err)
		}
		c.source = source
	}
	c.mu.Lock()
	c.id, c.opener = "", nil
	c.script++
	news = c.news
	c.showScript(parent, "<script>"+c.source+"</script>")
	c.mu.Unlock()
	go func() {
		within(news, openLimit)
		c.connected()
	}()
}

// connected ends connect.
func (c *comms) connected() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.connecting = false
	if c.id != "" {
		c.sendWaiting()
	}
}

// showScript puts text where the script is in the notebook.
func (c *comms) showScript(parent *wire.Message, text string) {
	html, err := json.Marshal(text)
	if err != nil {
		return
	}
	c.k.displayFor(parent, &pipe.Bundle{Data: map[string]json.RawMessage{"text/html": html}, DisplayID: fmt.Sprintf("gonb_websocket_%d", c.script)})
}

func within(event <-chan struct{}, limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-event:
		return true
	case <-timer.C:
		return false
	}
}

func (c *comms) send(parent *wire.Message, id string, data map[string]any) {
	c.k.publish(parent, "comm_msg", map[string]any{"comm_id": id, "data": data})
}

// info answers a comm_info_request.
func (c *comms) info(m *wire.Message) any {
	var r struct {
		Target string `json:"target_name"`
	}
	decode(m, &r)
	c.mu.Lock()
	defer c.mu.Unlock()
	open := map[string]any{}
	if c.id != "" && (r.Target == "" || r.Target == commTarget) {
		open[c.id] = map[string]string{"target_name": commTarget}
	}
	return map[string]any{"status": "ok", "comms": open}
}
