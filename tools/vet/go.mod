// The vet of make release-check, for every platform of a release. A module of its own,
// so that the analyzers are not among the provider's dependencies.
module github.com/seed-a7d6d6c5/terraform-provider-asana/tools/vet

go 1.26.0

require (
	go.yaml.in/yaml/v4 v4.0.0
	golang.org/x/tools v0.52.0
)

require (
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
)
