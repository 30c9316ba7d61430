package serve

import (
	"context"
	"testing"
)

// During the request the context is the one that came with it; afterwards it is a canceled
// one without values.
func TestRequestContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	given, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
	var scoped context.Context
	_, err := withRequestContext(given, func(ctx context.Context, _ int) (int, error) {
		scoped = ctx
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
	if scoped.Value(key{}) != nil || scoped.Err() == nil {
		t.Errorf("value %v, error %v afterwards", scoped.Value(key{}), scoped.Err())
	}
}
