package asana

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
)

// tokenResponseTransport rewrites the answers of the token endpoint as OAuth
// documents them, whatever is odd about them that does not matter.
type tokenResponseTransport struct{ next http.RoundTripper }

func (t tokenResponseTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if standard, ok := standardResponse(body); ok {
		body = standard
		resp.Header.Set("Content-Type", "application/json")
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// standardResponse returns what package oauth2 reads of an answer, without what
// is not of the type that it should be: it would not see an access token beside
// that.
func standardResponse(body []byte) (standard []byte, ok bool) {
	var answer map[string]json.RawMessage
	if json.Unmarshal(body, &answer) != nil {
		return nil, false
	}
	members := make(map[string]any)
	for _, name := range []string{"access_token", "refresh_token", "error", "error_description"} {
		if s := ""; json.Unmarshal(answer[name], &s) == nil {
			members[name] = s
		}
	}
	if seconds := lifetime(answer["expires_in"]); seconds > 0 {
		members["expires_in"] = seconds
	}
	standard, err := json.Marshal(members)
	return standard, err == nil
}

// lifetime reads a number of seconds in any form, and returns 0 for what is none: a
// token of which nothing is known is used until Asana refuses it.
func lifetime(b json.RawMessage) int64 {
	seconds, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	if err != nil || math.IsNaN(seconds) || seconds > math.MaxInt32 {
		return 0
	}
	return int64(seconds)
}
