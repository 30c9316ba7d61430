package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var _ validator.String = checkValidator{}

// checkValidator holds a string against a function that returns what is wrong
// with it. Null and unknown values pass.
type checkValidator struct {
	summary     string // of the diagnostic
	description string
	check       func(string) error
}

func (v checkValidator) Description(context.Context) string         { return v.description }
func (v checkValidator) MarkdownDescription(context.Context) string { return v.description }

func (v checkValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, v.summary, attributeDetail(req.Path, err))
	}
}

const gidDescription = "must be the gid of an Asana object: digits only"

var (
	isGID      = checkValidator{"Invalid gid", gidDescription, asana.CheckGID}
	isResource = checkValidator{"Invalid gid", gidDescription, asana.CheckResource}
	isUser     = checkValidator{"Invalid user", "must be the gid of a user, an email address, or me", checkUser}
	isTarget   = checkValidator{"Invalid target", "must be an absolute http or https URL without a user part or a fragment", asana.CheckTarget}

	// isObject is for the object of a webhook. Asana names none for a webhook whose
	// object was deleted: the plan refuses an empty gid in any other.
	isObject = checkValidator{"Invalid gid", gidDescription, func(s string) error {
		if s == "" {
			return nil
		}
		return asana.CheckResource(s)
	}}
	// isAbsoluteURL is for the target of any webhook that exists: the plan refuses
	// more in a new one.
	isAbsoluteURL = checkValidator{"Invalid target", "must be an absolute URL", asana.CheckAbsoluteURL}

	isBaseURL = checkValidator{"Invalid base URL", "must be https, or http to a loopback host", func(s string) error {
		_, err := asana.ParseBaseURL(s)
		return err
	}}
	isTimeout = checkValidator{"Invalid duration", "must be a positive Go duration", func(s string) error {
		_, err := parseTimeout(s)
		return err
	}}
	isNotEmpty = checkValidator{"Empty string", "must not be empty", func(s string) error {
		if s == "" {
			return errors.New("the value is empty: set one, or omit the attribute (null)")
		}
		return nil
	}}
)

func checkUser(s string) error {
	if s == "me" || strings.Contains(s, "@") || asana.CheckGID(s) == nil {
		return nil
	}
	return fmt.Errorf("%q is not a user: use a gid (digits), an email address, or \"me\"", s)
}

func isRetryCount() validator.Int64 { return int64validator.Between(0, maxMaxRetries) }

// maxMaxRetries keeps a typing error from making a run wait for hours.
const maxMaxRetries = 100

func parseTimeout(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf(`%q is not a duration: use a number with a unit, such as "30s" or "2m"`, s)
	}
	if d <= 0 {
		return 0, fmt.Errorf(`%q leaves no time: use a positive duration, such as "30s" or "2m"`, s)
	}
	return d, nil
}
