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

// tokenAnswer is the part of the token endpoint's answer that package oauth2 reads.
// It would not see an access token beside a lifetime or a type that it can't decode.
type tokenAnswer struct {
	AccessToken      json.RawMessage `json:"access_token,omitempty"`
	RefreshToken     json.RawMessage `json:"refresh_token,omitempty"`
	ExpiresIn        json.RawMessage `json:"expires_in,omitempty"`
	Error            json.RawMessage `json:"error,omitempty"`
	ErrorDescription json.RawMessage `json:"error_description,omitempty"`
}

// tokenAnswerTransport rewrites the answers of the token endpoint as OAuth
// documents them, whatever is odd about them that does not matter.
type tokenAnswerTransport struct{ next http.RoundTripper }

func (t tokenAnswerTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	var answer tokenAnswer
	if json.Unmarshal(body, &answer) == nil {
		if standard, err := json.Marshal(answer.standard()); err == nil {
			body = standard
			resp.Header.Set("Content-Type", "application/json")
		}
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// standard returns the answer without what is not of the type that it should be.
func (a tokenAnswer) standard() tokenAnswer {
	a.ExpiresIn = standardLifetime(a.ExpiresIn)
	for _, text := range []*json.RawMessage{&a.AccessToken, &a.RefreshToken, &a.Error, &a.ErrorDescription} {
		if s := ""; json.Unmarshal(*text, &s) != nil {
			*text = nil
		}
	}
	return a
}

// standardLifetime returns a number of seconds as OAuth documents it, or nothing. A
// token of which nothing is known is used until Asana refuses it.
func standardLifetime(lifetime json.RawMessage) json.RawMessage {
	seconds, err := strconv.ParseFloat(strings.Trim(string(lifetime), `"`), 64)
	if err != nil || !(seconds >= 1 && seconds <= math.MaxInt32) {
		return nil
	}
	return strconv.AppendInt(nil, int64(seconds), 10)
}
