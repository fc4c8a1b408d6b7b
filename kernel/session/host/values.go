package host

import (
	"encoding/json"
	"fmt"
)

// rawValues encodes what is shown under each MIME type.
func rawValues(values map[string]any) (map[string]json.RawMessage, error) {
	if len(values) == 0 {
		return nil, nil
	}
	raw := make(map[string]json.RawMessage, len(values))
	for name, v := range values {
		data, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("encode what is shown as %s: %w", name, err)
		}
		raw[name] = data
	}
	return raw, nil
}
