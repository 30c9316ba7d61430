package asanatest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A test of an integration: the simulator behind a real server, the
// integration's own receiver under a public-looking address, and an event that
// somebody in Asana causes.
func Example() {
	sim := asanatest.New(asanatest.Options{})
	asana := httptest.NewServer(sim)
	defer asana.Close()
	defer sim.Close()

	workspace := sim.AddWorkspace("Acme")
	project := sim.AddProject(workspace, "Bugs")

	// The receiver: echo the handshake, take the events.
	sim.Mount("https://hooks.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if secret := r.Header.Get("X-Hook-Secret"); secret != "" {
			w.Header().Set("X-Hook-Secret", secret)
			fmt.Println("handshake")
			return
		}
		body, _ := io.ReadAll(r.Body)
		fmt.Println("signed:", r.Header.Get("X-Hook-Signature") != "", "deleted:", strings.Contains(string(body), `"action":"deleted"`))
	}))

	// The integration registers its webhook.
	request, err := http.NewRequest("POST", asana.URL+"/api/1.0/webhooks",
		strings.NewReader(`{"data":{"resource":"`+project+`","target":"https://hooks.example.com/bugs"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	request.Header.Set("Authorization", "Bearer "+sim.Token())
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	fmt.Println(response.Status)

	sim.Emit(asanatest.Event{Resource: project, Action: "deleted"})
	// Output:
	// handshake
	// 201 Created
	// signed: true deleted: true
}

// The third request fails, whatever it is, and a create is done although its
// answer gets lost.
func ExampleServer_Inject() {
	sim := asanatest.New(asanatest.Options{})
	defer sim.Close()
	sim.Inject(asanatest.Fault{Status: 503, HTML: true, Skip: 2})
	sim.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Reset: true, After: true})
}

// A webhook whose target fails is deleted after a day, which takes no time.
func ExampleServer_Advance() {
	sim := asanatest.New(asanatest.Options{})
	defer sim.Close()
	project := sim.AddProject(sim.AddWorkspace("Acme"), "Bugs")
	sim.Mount("https://hooks.example.com", http.NotFoundHandler())
	sim.AddWebhook(asanatest.Webhook{Resource: project, Target: "https://hooks.example.com/bugs"})

	sim.Emit(asanatest.Event{Resource: project, Action: "changed", Field: "name"})
	fmt.Println(sim.Webhooks()[0].LastFailureContent)
	sim.Advance(24 * time.Hour)
	fmt.Println(len(sim.Webhooks()), "left")
	// Output:
	// 404 Not Found
	//
	// 404 page not found
	//
	// 0 left
}
