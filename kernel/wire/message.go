package wire

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ProtocolVersion is the version of the Jupyter messaging protocol that this package speaks.
const ProtocolVersion = "5.4"

// Header is the header of a message.
type Header struct {
	MsgID      string `json:"msg_id"`
	Session    string `json:"session"`
	Username   string `json:"username"`
	Date       string `json:"date"`
	MsgType    string `json:"msg_type"`
	Version    string `json:"version"`
	SubshellID string `json:"subshell_id,omitempty"`
}

// Message is one Jupyter message, received or to be sent.
type Message struct {
	Identities [][]byte        // routing prefix of a received message and of its reply; the topic of a published one
	Header     Header          //
	Parent     json.RawMessage // header of the request that this message answers, as it came; nil for none
	Metadata   map[string]any  //
	Content    json.RawMessage //
	Buffers    [][]byte        //

	rawHeader json.RawMessage // of a received message, as it came
}

// ErrMalformed is wrapped by the errors about messages that are not Jupyter messages.
var ErrMalformed = errors.New("malformed message")

var delimiter = []byte("<IDS|MSG>")

// Session names the sender of messages and makes their headers.
type Session struct {
	ID       string
	Username string
	signer   *Signer
}

// NewSession returns a session with a random ID that signs with signer.
func NewSession(signer *Signer) *Session {
	return &Session{ID: newID(), Username: "kernel", signer: signer}
}

// newID returns 32 random hexadecimal digits in the groups of a UUID of version 4.
func newID() string {
	var b [16]byte
	// crypto/rand.Read never fails on the systems Go supports: it ends the process instead.
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// New returns a message of the given type that answers parent (nil for none), with content as JSON.
func (s *Session) New(parent *Message, msgType string, content any) (*Message, error) {
	data, err := json.Marshal(content)
	if err != nil {
		return nil, fmt.Errorf("encode the content of a %s message: %w", msgType, err)
	}
	m := &Message{
		Header: Header{
			MsgID: newID(), Session: s.ID, Username: s.Username, MsgType: msgType, Version: ProtocolVersion,
			Date: time.Now().UTC().Format("2006-01-02T15:04:05.000000Z07:00"),
		},
		Content: data,
	}
	if parent != nil {
		m.Parent = parent.rawHeader
	}
	return m, nil
}

// Reply is New for an answer on the socket that the request came from.
func (s *Session) Reply(request *Message, msgType string, content any) (*Message, error) {
	m, err := s.New(request, msgType, content)
	if err != nil {
		return nil, err
	}
	m.Identities = request.Identities
	return m, nil
}

// Encode returns the frames of a message, signed.
func (s *Session) Encode(m *Message) ([][]byte, error) {
	header, err := json.Marshal(m.Header)
	if err != nil {
		return nil, fmt.Errorf("encode a message header: %w", err)
	}
	metadata := []byte("{}")
	if len(m.Metadata) > 0 {
		if metadata, err = json.Marshal(m.Metadata); err != nil {
			return nil, fmt.Errorf("encode the metadata of a %s message: %w", m.Header.MsgType, err)
		}
	}
	parent := []byte(m.Parent)
	if len(parent) == 0 {
		parent = []byte("{}")
	}
	content := []byte(m.Content)
	if len(content) == 0 {
		content = []byte("{}")
	}
	frames := make([][]byte, 0, len(m.Identities)+6+len(m.Buffers))
	frames = append(frames, m.Identities...)
	frames = append(frames, delimiter, s.signer.Sign(header, parent, metadata, content), header, parent, metadata, content)
	return append(frames, m.Buffers...), nil
}

// Decode makes a message of frames and checks the signature. The errors wrap ErrMalformed or ErrSignature.
func (s *Session) Decode(frames [][]byte) (*Message, error) {
	at := -1
	for i, f := range frames {
		if bytes.Equal(f, delimiter) {
			at = i
			break
		}
	}
	if at < 0 {
		return nil, fmt.Errorf("%w: no %s among %d frames", ErrMalformed, delimiter, len(frames))
	}
	rest := frames[at+1:]
	if len(rest) < 5 {
		return nil, fmt.Errorf("%w: %d frames after %s, want 5 or more", ErrMalformed, len(rest), delimiter)
	}
	if err := s.signer.Verify(rest[0], rest[1:5]...); err != nil {
		return nil, err
	}
	m := &Message{Identities: frames[:at:at], rawHeader: rest[1], Parent: rest[2], Content: rest[4], Buffers: rest[5:]}
	if err := json.Unmarshal(rest[1], &m.Header); err != nil {
		return nil, fmt.Errorf("%w: header: %v", ErrMalformed, err)
	}
	if m.Header.MsgType == "" || m.Header.MsgID == "" {
		return nil, fmt.Errorf("%w: header without msg_type or msg_id", ErrMalformed)
	}
	var parent map[string]json.RawMessage
	if err := json.Unmarshal(rest[2], &parent); err != nil {
		return nil, fmt.Errorf("%w: parent header: %v", ErrMalformed, err)
	}
	if err := json.Unmarshal(rest[3], &m.Metadata); err != nil {
		return nil, fmt.Errorf("%w: metadata: %v", ErrMalformed, err)
	}
	var content map[string]json.RawMessage
	if err := json.Unmarshal(rest[4], &content); err != nil {
		return nil, fmt.Errorf("%w: content: %v", ErrMalformed, err)
	}
	return m, nil
}

// ParentID returns the ID of the message that m answers, or "".
func (m *Message) ParentID() string {
	var h Header
	if json.Unmarshal(m.Parent, &h) != nil {
		return ""
	}
	return h.MsgID
}
