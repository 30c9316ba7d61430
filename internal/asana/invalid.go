package asana

// InvalidError is a value that Asana would refuse, found before any call.
type InvalidError struct {
	// Field names the value as Asana does: resource, target, filters.
	Field string
	// Problem says in a sentence what is wrong and what would be right.
	Problem string
}

// Error implements error.
func (e *InvalidError) Error() string { return e.Field + ": " + e.Problem }
