package elem

import (
	"fmt"
	"maps"
)

// encoding is how an element lies in the file: the attributes encoding-type and encoding-version. Elements that were saved before
// there were encodings have the zero one.
type encoding struct{ kind, version string }

// The encodings that are written, and read.
var (
	encAnnData        = encoding{"anndata", "0.1.0"}
	encRaw            = encoding{"raw", "0.1.0"}
	encDict           = encoding{"dict", "0.1.0"}
	encFrame          = encoding{"dataframe", "0.2.0"}
	encArray          = encoding{"array", "0.2.0"}
	encCSR            = encoding{"csr_matrix", "0.1.0"}
	encCSC            = encoding{"csc_matrix", "0.1.0"}
	encTexts          = encoding{"string-array", "0.2.0"}
	encCategorical    = encoding{"categorical", "0.2.0"}
	encNullableInt    = encoding{"nullable-integer", "0.1.0"}
	encNullableBool   = encoding{"nullable-boolean", "0.1.0"}
	encNullableString = encoding{"nullable-string-array", "0.1.0"}
	encRecords        = encoding{"rec-array", "0.2.0"}
	encAwkward        = encoding{"awkward-array", "0.1.0"}
	encNumber         = encoding{"numeric-scalar", "0.2.0"}
	encText           = encoding{"string", "0.2.0"}
	encNull           = encoding{"null", "0.1.0"}
	encNone           = encoding{}
	encOldFrame       = encoding{"dataframe", "0.1.0"} // only read
)

const (
	kindAttr    = "encoding-type"
	versionAttr = "encoding-version"
)

// encodingOf finds an element's encoding among its attributes.
func encodingOf(attributes map[string]any) encoding {
	kind, _ := attributes[kindAttr].(string)
	version, _ := attributes[versionAttr].(string)
	return encoding{kind, version}
}

func (e encoding) String() string {
	if e == encNone {
		return "none"
	}
	return fmt.Sprintf("%s %s", e.kind, e.version)
}

// attributes is the encoding as attributes, with others.
func (e encoding) attributes(more map[string]any) map[string]any {
	out := map[string]any{kindAttr: e.kind, versionAttr: e.version}
	maps.Copy(out, more)
	return out
}
