package asana

import (
	"errors"
	"fmt"
	"strings"
)

// CheckGID returns an error unless s can be the gid of an Asana object: one or
// more decimal digits.
func CheckGID(s string) error {
	switch {
	case s == "":
		return fmt.Errorf("the gid is empty: use the digits that identify the object in Asana")
	case strings.Trim(s, "0123456789") != "":
		return fmt.Errorf("%q is not a gid, which has digits only: use the one in the object's URL, such as 1204619611402340", s)
	}
	return nil
}

// maxGID is how many digits of a gid are believed. Asana's have 16 or so.
const maxGID = 64

// record is what Asana's answers consist of.
type record interface {
	// id returns the record's own gid.
	id() string
	// check returns an error if a gid in the record is none: it would get into
	// messages, paths and states.
	check() error
}

// checkRecord checks the gid of a record, which comes first, and those to which
// it refers, which are empty where it refers to nothing.
func checkRecord(gids ...string) error {
	if gids[0] == "" {
		return errors.New("a record has no gid")
	}
	for _, s := range gids {
		if len(s) > maxGID || strings.Trim(s, "0123456789") != "" {
			return fmt.Errorf("a record has the gid %q, which is not made of digits", OneLine(s, maxGID))
		}
	}
	return nil
}
