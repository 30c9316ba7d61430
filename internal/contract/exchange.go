package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// exchange is one request and its answer.
type exchange struct {
	tb      testing.TB
	router  routers.Router
	request *http.Request
	input   *openapi3filter.RequestValidationInput // nil if the operation is unknown
}

// undocumentedMembers is what answers carry although the document does not know it.
var undocumentedMembers = []string{"is_workspace_webhook", "error", "user_message"}

// documentedStatuses are the statuses that Asana's documentation has besides
// the document.
var documentedStatuses = []int{http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}

// report tells of a violation. What it quotes never holds a header of the
// request or a secret.
func (e *exchange) report(format string, args ...any) {
	e.tb.Helper()
	e.tb.Errorf("against Asana's OpenAPI document: %s %s: %s", e.request.Method, e.request.URL.Path, fmt.Sprintf(format, args...))
}

func (e *exchange) checkRequest(body []byte) {
	e.tb.Helper()
	route, params, err := e.router.FindRoute(e.request)
	if err != nil {
		e.report("no such operation")
		return
	}
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}
	e.input = &openapi3filter.RequestValidationInput{Request: e.request, PathParams: params, Route: route, Options: options}
	if err := openapi3filter.ValidateRequest(e.request.Context(), e.input); err != nil {
		e.report("request: %s", firstLine(err))
	}
	e.checkQuery(route)
	if e.request.Header.Get("Authorization") == "" {
		e.report("request: no Authorization header")
	}
	content := route.Operation.RequestBody
	if content == nil {
		if len(body) > 0 {
			e.report("request: a body where none may be")
		}
		return
	}
	e.checkMembers("request", content.Value.Content.Get("application/json"), body)
}

// checkQuery looks for parameters that the operation does not have.
func (e *exchange) checkQuery(route *routers.Route) {
	e.tb.Helper()
	var names []string
	for _, list := range []openapi3.Parameters{route.PathItem.Parameters, route.Operation.Parameters} {
		for _, p := range list {
			if p.Value.In == openapi3.ParameterInQuery {
				names = append(names, p.Value.Name)
			}
		}
	}
	for name := range e.request.URL.Query() {
		if !slices.Contains(names, name) {
			e.report("request: no query parameter %q", name)
		}
	}
}

func (e *exchange) checkResponse(status int, header http.Header, body []byte) {
	e.tb.Helper()
	if e.input == nil || strings.HasPrefix(header.Get("Content-Type"), "text/html") {
		return
	}
	content := e.input.Route.Operation.Responses.Status(status)
	if content == nil {
		e.checkUndocumented(status, body)
		return
	}
	answer := (&openapi3filter.ResponseValidationInput{
		RequestValidationInput: e.input, Status: status, Header: header, Options: e.input.Options,
	}).SetBodyBytes(body)
	if err := openapi3filter.ValidateResponse(e.request.Context(), answer); err != nil {
		e.report("answer %d: %s", status, firstLine(err))
		return
	}
	e.checkMembers("answer "+strconv.Itoa(status), content.Value.Content.Get("application/json"), body)
}

func (e *exchange) checkUndocumented(status int, body []byte) {
	e.tb.Helper()
	var envelope struct {
		Errors []struct{ Message string } `json:"errors"`
	}
	switch err := json.Unmarshal(body, &envelope); {
	case !slices.Contains(documentedStatuses, status):
		e.report("answer %d: the operation has no such status", status)
	case len(body) > 0 && (err != nil || len(envelope.Errors) == 0):
		e.report("answer %d: not in the form of Asana's errors", status)
	}
}

// checkMembers looks for members that a schema does not have.
func (e *exchange) checkMembers(where string, media *openapi3.MediaType, body []byte) {
	e.tb.Helper()
	var value any
	if media == nil || json.Unmarshal(body, &value) != nil {
		return
	}
	for _, name := range unknownMembers(media.Schema, value, "") {
		if !e.isRequested(name) {
			e.report("%s: no member %s", where, name)
		}
	}
}

// isRequested reports whether a member of a record is one that the request asks
// for with opt_fields. The document gives a list the schema of a compact
// record, although opt_fields, whose values it names, adds members.
func (e *exchange) isRequested(name string) bool {
	_, member, found := strings.Cut(name, ".data")
	if !found {
		return false
	}
	if _, below, indexed := strings.Cut(member, "]."); indexed {
		member = below
	}
	member, _, _ = strings.Cut(strings.TrimPrefix(member, "."), ".")
	return slices.ContainsFunc(strings.Split(e.request.URL.Query().Get("opt_fields"), ","), func(field string) bool {
		field, _, _ = strings.Cut(field, ".")
		return field == member
	})
}

// firstLine is the first line of a validation error: the others quote values.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
