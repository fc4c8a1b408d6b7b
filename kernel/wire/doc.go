// Package wire carries Jupyter messages: five ZeroMQ sockets, signatures, and the message format.
//
// The ZeroMQ handshake and framing are go-zeromq's connections (zmq4.Conn). The socket patterns on top of them (ROUTER,
// PUB, REP) are this package's own, because a kernel needs what a general socket does not give: a peer that stalls in
// its handshake holds up nobody, a frame of absurd length ends that connection and not the process, a subscriber gets
// what was published between its connection and its subscription, and a reader that is too slow holds the sender back
// instead of filling the memory.
package wire
