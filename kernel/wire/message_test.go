package wire

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func testSession(t testing.TB, key string) *Session {
	t.Helper()
	signer, err := NewSigner(defaultScheme, key)
	if err != nil {
		t.Fatal(err)
	}
	return NewSession(signer)
}

// The signature was computed with Python: hmac.new(b"secret", b'{"a":1}' + b"{}" + b"{}" + b'{"b":2}', "sha256").
func TestSignature(t *testing.T) {
	signer, err := NewSigner(defaultScheme, "secret")
	if err != nil {
		t.Fatal(err)
	}
	const want = "9b14d94617bffb278285cea390d9dc17e01ec3188dba313f9548021906557a7b"
	frames := [][]byte{[]byte(`{"a":1}`), []byte("{}"), []byte("{}"), []byte(`{"b":2}`)}
	if got := string(signer.Sign(frames...)); got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
	if err := signer.Verify([]byte(want[:10]), frames...); !errors.Is(err, ErrSignature) {
		t.Errorf("a cut signature: %v, want ErrSignature", err)
	}
}

func TestRoundTrip(t *testing.T) {
	client, kernel := testSession(t, "k"), testSession(t, "k")
	request, err := client.New(nil, "execute_request", map[string]any{"code": "x := 1 // λ"})
	if err != nil {
		t.Fatal(err)
	}
	request.Identities = [][]byte{[]byte("client")}
	request.Metadata = map[string]any{"cellId": "c1"}
	request.Buffers = [][]byte{{0, 1, 2}, {}}
	frames, err := client.Encode(request)
	if err != nil {
		t.Fatal(err)
	}
	got, err := kernel.Decode(frames)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(request.Header, got.Header); diff != "" {
		t.Errorf("header (-sent +got):\n%s", diff)
	}
	if !bytes.Equal(got.Content, request.Content) || !cmp.Equal(got.Metadata, request.Metadata) || !cmp.Equal(got.Buffers, request.Buffers) {
		t.Errorf("got content %s, metadata %v, buffers %v", got.Content, got.Metadata, got.Buffers)
	}
	reply, err := kernel.Reply(got, "execute_reply", map[string]any{"status": "ok"})
	if err != nil {
		t.Fatal(err)
	}
	if frames, err = kernel.Encode(reply); err != nil {
		t.Fatal(err)
	}
	back, err := client.Decode(frames)
	if err != nil {
		t.Fatal(err)
	}
	if back.ParentID() != request.Header.MsgID || string(back.Identities[0]) != "client" {
		t.Errorf("the reply has parent %q and identities %q", back.ParentID(), back.Identities)
	}
}

func TestDecodeBad(t *testing.T) {
	s := testSession(t, "k")
	signed := func(parts ...string) [][]byte {
		var frames [][]byte
		for _, p := range parts {
			frames = append(frames, []byte(p))
		}
		return append([][]byte{[]byte("id"), delimiter, s.signer.Sign(frames...)}, frames...)
	}
	const header = `{"msg_id":"1","msg_type":"t"}`
	unsigned := signed(header, "{}", "{}", "{}")
	unsigned[2] = []byte("00")
	cases := []struct {
		name   string
		frames [][]byte
		want   error
	}{
		{"good", signed(header, "{}", "{}", "{}"), nil},
		{"nothing", nil, ErrMalformed},
		{"no delimiter", [][]byte{[]byte("id"), []byte("x")}, ErrMalformed},
		{"too few frames", signed(header, "{}", "{}"), ErrMalformed},
		{"signature", unsigned, ErrSignature},
		{"header not JSON", signed("{", "{}", "{}", "{}"), ErrMalformed},
		{"header empty", signed("{}", "{}", "{}", "{}"), ErrMalformed},
		{"header a list", signed("[]", "{}", "{}", "{}"), ErrMalformed},
		{"parent a number", signed(header, "3", "{}", "{}"), ErrMalformed},
		{"metadata a string", signed(header, "{}", `""`, "{}"), ErrMalformed},
		{"content a list", signed(header, "{}", "{}", "[]"), ErrMalformed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if _, err := s.Decode(c.frames); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("id|<IDS|MSG>||{}|{}|{}|{}"))
	f.Add([]byte(`<IDS|MSG>|{"msg_id":"1","msg_type":"t"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := testSession(t, "")
		m, err := s.Decode(bytes.Split(data, []byte{'|'}))
		if err == nil && m.Header.MsgID == "" {
			t.Error("a message without an ID was accepted")
		}
	})
}
