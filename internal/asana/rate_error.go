package asana

import (
	"fmt"
	"time"
)

// RateLimitError is a call that Asana's rate limit held back for longer than
// there was time. It is [ErrRateLimited], and how the waiting ended: by
// [context.Canceled] or [context.DeadlineExceeded].
type RateLimitError struct {
	// RetryAfter is how long Asana asked to wait when it last refused a
	// request; 0 if it did not say, or if that time is over.
	RetryAfter time.Duration
	// Err is how the waiting ended.
	Err error
}

// Error implements error.
func (e *RateLimitError) Error() string {
	if e.RetryAfter == 0 {
		return "Asana limits the rate of requests, and the wait is longer than the time for the request"
	}
	return fmt.Sprintf("Asana limits the rate of requests and asked to wait %s, which is longer than the time for the request", e.RetryAfter)
}

// Is reports whether kind is ErrRateLimited.
func (e *RateLimitError) Is(kind error) bool { return kind == ErrRateLimited }

// Unwrap returns how the waiting ended.
func (e *RateLimitError) Unwrap() error { return e.Err }

// RetryAfterError is a call that Asana refused for its rate limit, and asked to
// wait for longer than any call waits. It is not [ErrRateLimited], because to
// repeat the call within minutes does not help.
type RetryAfterError struct {
	// RetryAfter is how long Asana asks to wait.
	RetryAfter time.Duration
}

// Error implements error.
func (e *RetryAfterError) Error() string {
	wait := e.RetryAfter.Round(time.Second).String()
	if days := e.RetryAfter / (24 * time.Hour); days > 2 {
		wait = fmt.Sprintf("%d days", days)
	}
	return fmt.Sprintf("Asana limits the rate of requests and asks to wait %s; a request waits %s at most", wait, maxRetryAfter)
}
