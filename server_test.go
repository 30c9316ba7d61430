package main

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
	s := newServer()
	for name, call := range map[string]func(context.Context) error{
		"ValidateResourceConfig": func(ctx context.Context) error {
			_, err := s.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{})
			return err
		},
		"UpgradeResourceState": func(ctx context.Context) error {
			_, err := s.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{})
			return err
		},
		"UpgradeResourceIdentity": func(ctx context.Context) error {
			_, err := s.UpgradeResourceIdentity(ctx, &tfprotov6.UpgradeResourceIdentityRequest{})
			return err
		},
		"ReadResource": func(ctx context.Context) error {
			_, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{})
			return err
		},
		"PlanResourceChange": func(ctx context.Context) error {
			_, err := s.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{})
			return err
		},
		"ApplyResourceChange": func(ctx context.Context) error {
			_, err := s.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{})
			return err
		},
		"ImportResourceState": func(ctx context.Context) error {
			_, err := s.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{})
			return err
		},
		"MoveResourceState": func(ctx context.Context) error {
			_, err := s.MoveResourceState(ctx, &tfprotov6.MoveResourceStateRequest{})
			return err
		},
		"ValidateDataResourceConfig": func(ctx context.Context) error {
			_, err := s.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{})
			return err
		},
		"ReadDataSource": func(ctx context.Context) error {
			_, err := s.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{})
			return err
		},
		"CallFunction": func(ctx context.Context) error {
			_, err := s.CallFunction(ctx, &tfprotov6.CallFunctionRequest{})
			return err
		},
	} {
		kept := answered(t, call)
		runtime.GC()
		if kept.Value() != nil {
			t.Errorf("%s: the context is still referred to", name)
		}
	}
	runtime.KeepAlive(s)
}

// answered makes a call to its end and points at a value of its context.
func answered(t *testing.T, call func(context.Context) error) weak.Pointer[[1 << 10]byte] {
	t.Helper()
	type key struct{}
	value := new([1 << 10]byte)
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, value))
	defer cancel() // as gRPC does
	if err := call(ctx); err != nil {
		t.Error(err)
	}
	return weak.Make(value)
}

// A context that is lent is the one that was given, and ends with it.
func TestLend(t *testing.T) {
	t.Parallel()
	type key struct{}
	given, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
	var lent context.Context
	_, err := lend(given, func(ctx context.Context, _ int) (int, error) {
		lent = ctx
		own, stop := context.WithCancel(ctx)
		defer stop()
		if own.Value(key{}) != "value" || own.Err() != nil {
			t.Errorf("value %v, error %v", own.Value(key{}), own.Err())
		}
		cancel()
		<-own.Done()
		return 0, own.Err()
	}, 0)
	if err != context.Canceled {
		t.Errorf("error %v", err)
	}
	if lent.Value(key{}) != nil || lent.Err() == nil {
		t.Errorf("value %v, error %v afterwards", lent.Value(key{}), lent.Err())
	}
}

// TestServer_servesAll notes when the framework learns to serve more than is
// passed on: Terraform would be told that the provider can't do it.
func TestServer_servesAll(t *testing.T) {
	t.Parallel()
	s := newServer()
	whole := reflect.TypeOf(s.frameworkServer)
	passed := reflect.TypeFor[frameworkServer]()
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
