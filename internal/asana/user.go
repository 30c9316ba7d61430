package asana

import "context"

// User is an account in Asana. A list of users gives only gid and name.
type User struct {
	// GID identifies the user.
	GID string `json:"gid"`
	// Name is what people call them.
	Name string `json:"name"`
	// Email is their address, as far as the token's user may see it.
	Email string `json:"email"`
	// Workspaces are those that they share with the token's user.
	Workspaces []NamedResource `json:"workspaces"`
}

func (u User) id() string { return u.GID }

func (u User) check() error {
	for _, w := range u.Workspaces {
		if err := checkRecord(w.GID); err != nil {
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
	return getRecord[User](ctx, c, gid, "getUser", nil, "users", user)
}
