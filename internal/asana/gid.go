package asana

import (
	"fmt"
	"strings"
)

// CheckGID returns an error unless s can be the gid of an Asana object: one or
// more decimal digits.
func CheckGID(s string) error {
	switch {
	case s == "":
		return fmt.Errorf("the gid is empty: give the digits by which Asana identifies the object")
	case strings.Trim(s, "0123456789") != "":
		return fmt.Errorf("%q is not a gid: Asana identifies objects by digits only, such as 1204619611402340, which stand in the object's URL", s)
	}
	return nil
}
