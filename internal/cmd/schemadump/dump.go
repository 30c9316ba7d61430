package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// providerName is the key of the provider's schema. tfplugindocs finds it under
// the short name only, not under the full address that an engine would print.
const providerName = "asana"

// dump asks the provider for everything that it offers.
func dump(ctx context.Context, server tfprotov6.ProviderServer) (*document, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("asking the provider for its schema: %w", err)
	}
	if err := firstError(schemas.Diagnostics); err != nil {
		return nil, fmt.Errorf("the provider's schema: %w", err)
	}

	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, fmt.Errorf("asking the provider for its identity schemas: %w", err)
	}
	if err := firstError(identities.Diagnostics); err != nil {
		return nil, fmt.Errorf("the provider's identity schemas: %w", err)
	}

	return &document{
		FormatVersion: "1.0",
		Schemas: map[string]providerSchemas{providerName: {
			Provider:           newSchema(schemas.Provider),
			Resources:          convertMap(schemas.ResourceSchemas, newSchema),
			DataSources:        convertMap(schemas.DataSourceSchemas, newSchema),
			EphemeralResources: convertMap(schemas.EphemeralResourceSchemas, newSchema),
			ListResources:      convertMap(schemas.ListResourceSchemas, newSchema),
			Actions:            convertMap(schemas.ActionSchemas, newAction),
			Functions:          convertMap(schemas.Functions, newFunction),
			Identities:         convertMap(identities.IdentitySchemas, newIdentity),
		}},
	}, nil
}

func firstError(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}

func convertMap[From, To any](from map[string]From, convert func(From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, value := range from {
		to[name] = convert(value)
	}
	return to
}
