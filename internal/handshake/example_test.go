package handshake_test

import (
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

// The bytes that came are what is signed: the same event, written otherwise,
// does not verify.
func ExampleVerify() {
	const secret = "made-up-secret"
	signature := handshake.Sign(secret, []byte(`{"events":[]}`))

	fmt.Println(handshake.Verify(secret, []byte(`{"events":[]}`), signature))
	fmt.Println(handshake.Verify(secret, []byte(`{"events": []}`), signature))
	// Output:
	// true
	// false
}

// What Asana says of a handshake that failed is for Asana's developers; this is
// for whoever runs the target.
func ExampleExplain() {
	fmt.Println(handshake.Explain("The remote server which is intended to receive the webhook did not respond with the handshake secret.", "https://hooks.example.com/asana"))
	// Output:
	// The endpoint answered, but did not echo the X-Hook-Secret header with the same value. A gateway or framework in front of the code may drop or rename the header, or something else may answer at this URL. This is not a token problem.
}
