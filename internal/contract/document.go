// Package contract holds traffic with Asana's API against the document in
// which Asana describes it. Tests put it between the client and the simulator,
// so that neither can agree with the other on something that Asana never said.
package contract

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// basePath is where the API's paths begin.
const basePath = "/api/1.0"

// ErrNoDocument is returned where Asana's OpenAPI document is not to be found.
var ErrNoDocument = errors.New("Asana's OpenAPI document is not there")

// nullable lists what Asana answers as null although the document does not say
// so: the times and the content in the document's own example of a creation,
// the other times by analogy, and a filter's members as captures show them.
var nullable = map[string][]string{
	"WebhookResponse": {"last_success_at", "last_failure_at", "last_failure_content", "next_attempt_after", "failure_deletion_timestamp"},
	"WebhookFilter":   {"resource_type", "resource_subtype", "action", "fields"},
}

// router finds the operation of a request; loaded once.
var router = sync.OnceValues(func() (routers.Router, error) {
	file, err := File()
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", filepath.Base(file), err)
	}
	for name, properties := range nullable {
		for _, property := range properties {
			if err := allowNull(doc.Components.Schemas[name], property); err != nil {
				return nil, fmt.Errorf("%s.%s: %w", name, property, err)
			}
		}
	}
	doc.Servers = openapi3.Servers{{URL: basePath}}
	return gorillamux.NewRouter(doc)
})

// File is the path of the document: $ASANA_OPENAPI, else that of a copy beside
// the repository.
func File() (string, error) {
	if file := os.Getenv("ASANA_OPENAPI"); file != "" {
		return file, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", ErrNoDocument
		}
		dir = parent
	}
	file := filepath.Join(filepath.Dir(dir), "shared", "asana-openapi", "asana_oas.json")
	if _, err := os.Stat(file); err != nil {
		return "", ErrNoDocument
	}
	return file, nil
}

// allowNull marks a property as nullable, wherever in the schema it stands.
func allowNull(ref *openapi3.SchemaRef, property string) error {
	if ref == nil {
		return errors.New("no such schema")
	}
	if p := ref.Value.Properties[property]; p != nil {
		p.Value.Nullable = true
		return nil
	}
	for _, part := range ref.Value.AllOf {
		if allowNull(part, property) == nil {
			return nil
		}
	}
	return errors.New("no such property")
}

// Require skips a test that is about the document where it is not there.
func Require(tb testing.TB) {
	tb.Helper()
	if _, err := router(); errors.Is(err, ErrNoDocument) {
		tb.Skip("Asana's OpenAPI document is neither at $ASANA_OPENAPI nor in ../shared/asana-openapi: nothing is held against it")
	} else if err != nil {
		tb.Fatal(err)
	}
}

// Scopes returns which scopes an OAuth app needs for a request, by its method
// and its path with the API's prefix, and none where the document names none.
func Scopes(tb testing.TB, method, path string) []string {
	tb.Helper()
	Require(tb)
	router, err := router()
	if err != nil {
		tb.Fatal(err)
	}
	route, _, err := router.FindRoute(&http.Request{Method: method, URL: &url.URL{Path: path}})
	if err != nil {
		tb.Fatalf("%s %s: %v", method, path, err)
	}
	if route.Operation.Security == nil {
		return nil
	}
	var scopes []string
	for _, alternative := range *route.Operation.Security {
		scopes = append(scopes, alternative["oauth2"]...)
	}
	return scopes
}
