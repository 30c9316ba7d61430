package handshake

import "strings"

// Curl returns a command for a POSIX shell that sends a target the same
// request as Asana does, with a made-up secret. The target must answer 200 or
// 204 and show the header again.
func Curl(target string) string {
	word := "'" + strings.ReplaceAll(target, "'", `'\''`) + "'"
	return "curl -i -X POST -H 'X-Hook-Secret: made-up-secret-for-a-test' -H 'Content-Type: application/json' -d '{}' " + word
}
