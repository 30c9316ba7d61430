package serve

import (
	"context"
	"reflect"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// TestServer_keepsNoContext looks for what requests refer to when they have
// been answered: a plan of thousands must not hold on to all of them.
func TestServer_keepsNoContext(t *testing.T) {
	t.Parallel()
	kept := map[string]string{
		"GetMetadata":                "once in a run",
		"GetProviderSchema":          "once in a run",
		"GetResourceIdentitySchemas": "once in a run",
		"GetFunctions":               "once in a run",
		"ValidateProviderConfig":     "once in a run",
		"ConfigureProvider":          "once in a run",
		"StopProvider":               "once in a run",
		"ListResource":               "results are read after the answer",
		"InvokeAction":               "events are read after the answer",
	}
	s := newServer("test")
	all := reflect.TypeFor[Server]()
	for i := range all.NumMethod() {
		name := all.Method(i).Name
		if kept[name] != "" {
			continue
		}
		value := answered(t, reflect.ValueOf(s).MethodByName(name))
		// A goroutine that is about to end may hold on to it for one more cycle.
		for cycle := 0; value.Value() != nil; cycle++ {
			if cycle == 100 {
				t.Fatalf("%s: the context is still referred to", name)
			}
			runtime.GC()
		}
	}
	runtime.KeepAlive(s)
}

// answered makes a call to its end and points at a value of its context.
func answered(t *testing.T, method reflect.Value) weak.Pointer[[1 << 10]byte] {
	t.Helper()
	type key struct{}
	value := new([1 << 10]byte)
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, value))
	defer cancel() // as gRPC does
	request := reflect.New(method.Type().In(1).Elem())
	if err := method.Call([]reflect.Value{reflect.ValueOf(ctx), request})[1]; !err.IsNil() {
		t.Error(err)
	}
	return weak.Make(value)
}

// TestServer_servesAll notes when the framework learns to serve more than is
// passed on: Terraform would be told that the provider can't do it.
func TestServer_servesAll(t *testing.T) {
	t.Parallel()
	s := newServer("test")
	whole := reflect.TypeOf(s.Server)
	passed := reflect.TypeFor[Server]()
	stateStores := reflect.TypeFor[tfprotov6.StateStoreServer]() // which this provider has none of
	for i := range whole.NumMethod() {
		name := whole.Method(i).Name
		_, isPassed := passed.MethodByName(name)
		_, isStateStore := stateStores.MethodByName(name)
		if !isPassed && !isStateStore {
			t.Errorf("%s is not passed on", name)
		}
	}
}
