package asana

import "fmt"

// CheckResource returns an error unless s can be the gid of the object of a
// webhook. One about the URL of an object names the gid that is in it.
func CheckResource(s string) error {
	o, err := ParseObjectURL(s)
	if err != nil {
		return CheckGID(s)
	}
	if o.Project != "" && o.Project != o.GID {
		return fmt.Errorf("this is the URL of a %s: use its gid, %q, or the gid of its project, %q", o.Type, o.GID, o.Project)
	}
	return fmt.Errorf("this is the URL of a %s: use its gid, %q", o.Type, o.GID)
}
