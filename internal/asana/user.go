package asana

import "context"

// User is an account in Asana. A list of users gives only gid and name.
type User struct {
	// NamedResource is their gid and their name.
	NamedResource
	// Email is their address, as far as the token's user may see it.
	Email string `json:"email"`
	// Workspaces are those that they share with the token's user.
	Workspaces []NamedResource `json:"workspaces"`
}

func (u User) check() error {
	for _, w := range u.Workspaces {
		if err := w.check(); err != nil {
			return err
		}
	}
	return checkRecord(u.GID)
}

// GetUser returns a user by gid, by email address, or by "me" the token's own;
// or an error that is [ErrNotFound].
func (c *Client) GetUser(ctx context.Context, user string) (*User, error) {
	gid := user
	if CheckGID(user) != nil {
		gid = "" // an address, or me, which only the answer turns into a gid
	}
	return doRecord[User](ctx, c, get("getUser", nil, "users", user), gid)
}
