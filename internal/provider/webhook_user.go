package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// userKey is where a resource's private state has the user for whom the webhook
// was registered.
const userKey = "user"

// webhookUser is the user for whom a webhook was registered. Asana shows it to
// nobody else.
type webhookUser struct {
	GID  string `json:"gid"`
	Name string `json:"name"`
}

func (u webhookUser) String() string {
	if u.Name == "" {
		return "user " + u.GID
	}
	return fmt.Sprintf("%s (user %s)", asana.OneLine(u.Name, maxName), u.GID)
}

// userTimeout bounds the wait for the token's user: the answer to a creation
// waits for it.
const userTimeout = 5 * time.Second

// rememberUser keeps the token's user in a resource's private state, if the token
// may read it.
func (d *providerData) rememberUser(ctx context.Context, private privateWriter, diags *diag.Diagnostics) {
	ctx, cancel := context.WithTimeout(ctx, userTimeout)
	defer cancel()
	me, err := d.client.Me(ctx)
	if err != nil {
		return
	}
	value, _ := json.Marshal(webhookUser{GID: me.GID, Name: asana.OneLine(me.Name, maxName)}) // strings can be written
	diags.Append(private.SetKey(ctx, userKey, value)...)
}

// refuseOtherUser adds an error if a webhook that Asana does not find was
// registered for another user than the token's, and reports whether it did. It
// does nothing where either user is not known.
func (d *providerData) refuseOtherUser(ctx context.Context, private privateReader, m webhookModel, diags *diag.Diagnostics) bool {
	value, found := private.GetKey(ctx, userKey)
	diags.Append(found...)
	var registered webhookUser
	if json.Unmarshal(value, &registered) != nil || registered.GID == "" {
		return false
	}
	me, err := d.client.Me(ctx)
	if err != nil || me.GID == registered.GID {
		return false
	}
	now := webhookUser{GID: me.GID, Name: me.Name}
	addError(diags, "Webhook of another user",
		fmt.Sprintf("Asana finds no %s for the token of %s, which came from %s. The webhook was registered for %s, and Asana shows a webhook only to the user and the app that registered it. "+
			"So the webhook may still exist. The provider changed nothing.", m.describe(), now, d.credential, registered),
		fmt.Sprintf("Use the credentials of %s again. To register a new webhook for %s instead, destroy the old one with the old credentials (terraform destroy -target=…, which also destroys what depends on it). "+
			"If you no longer have them, or the webhook is deleted already, remove it from the state (terraform state rm). Then apply. The new webhook has a new secret.", registered, now))
	return true
}
