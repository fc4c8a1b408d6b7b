package kernel

import (
	"encoding/json"
	"sync"

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

// comms carries values between gonbui's widgets in the front-end and the session.
type comms struct {
	k *Kernel

	mu         sync.Mutex
	id         string           // of the comm that the front-end has opened, "" for none
	opener     *wire.Message    // the message that opened it
	subscribed map[string]bool  // addresses that cells listen to
	waiting    []map[string]any // what cells have sent before it was open
}

// waitingLimit is how many messages are kept for a front-end that has not opened its comm yet.
const waitingLimit = 1000

func (c *comms) init(k *Kernel) {
	c.k = k
	c.subscribed = map[string]bool{}
}

// handle takes a comm message of a front-end.
func (c *comms) handle(_ wire.Channel, m *wire.Message) {
	c.k.publish(m, "status", map[string]string{"execution_state": "busy"})
	defer c.k.publish(m, "status", map[string]string{"execution_state": "idle"})
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

func (c *comms) open(m *wire.Message, id string) {
	c.mu.Lock()
	c.id, c.opener = id, m
	waiting := c.waiting
	c.waiting = nil
	c.mu.Unlock()
	c.send(m, id, map[string]any{"address": openAck, "value": true})
	for _, data := range waiting {
		c.send(m, id, data)
	}
}

func (c *comms) fromFrontEnd(m *wire.Message, id, address string, value json.RawMessage) {
	c.mu.Lock()
	known, wanted := id == c.id && id != "", c.subscribed[address]
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

// fromCell takes a message of a cell.
func (c *comms) fromCell(msg *pipe.Comm) {
	c.mu.Lock()
	if msg.Subscribe || msg.Unsubscribe {
		c.subscribed[msg.Address] = msg.Subscribe
		c.mu.Unlock()
		return
	}
	data := map[string]any{"address": msg.Address, "value": msg.Value}
	if msg.Request {
		data = map[string]any{"address": msg.Address, "read_request": true}
	}
	id, opener := c.id, c.opener
	if id == "" && msg.Address != startAddress && len(c.waiting) < waitingLimit {
		c.waiting = append(c.waiting, data)
	}
	c.mu.Unlock()
	if id != "" && msg.Address != startAddress {
		c.send(opener, id, data)
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
