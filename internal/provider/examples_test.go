package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// examples is the folder of the examples, as seen from this package.
var examples = filepath.Join("..", "..", "examples")

// completeExamples lists the folders below examples that a user copies: those
// with a README. The others hold snippets for the reference pages.
func completeExamples(t *testing.T) []string {
	t.Helper()
	readmes, err := filepath.Glob(filepath.Join(examples, "*", "README.md"))
	if err != nil || len(readmes) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	var names []string
	for _, readme := range readmes {
		names = append(names, filepath.Base(filepath.Dir(readme)))
	}
	return names
}

func TestExamples_everyConfigurationParses(t *testing.T) {
	t.Parallel()

	parsed := 0
	err := filepath.WalkDir(examples, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && (strings.HasSuffix(path, ".tf") || strings.HasSuffix(path, ".hcl")) {
			parseHCL(t, path)
			parsed++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if parsed < 10 {
		t.Errorf("%d files found, there should be more", parsed)
	}
}

// What only a cloud's provider could tell is not checked here: whether the
// attributes of its resources exist.
func TestExamples_referToWhatIsThere(t *testing.T) {
	t.Parallel()

	for _, name := range completeExamples(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			config := readConfiguration(t, name)
			for _, used := range config.references {
				if !config.declares(used.to) {
					t.Errorf("%s: %s is not declared", used.where, used.to)
				}
				checkAsanaAttribute(t, used.where, used.to, used.attribute)
			}
			for _, set := range config.arguments {
				checkAsanaAttribute(t, set.where, set.to, set.attribute)
			}
			if cycle := config.cycle(); cycle != nil {
				t.Errorf("goes in a circle: %s", strings.Join(cycle, " -> "))
			}
		})
	}
}

func TestExamples_providersArePinned(t *testing.T) {
	t.Parallel()

	for _, name := range completeExamples(t) {
		for provider, version := range readConfiguration(t, name).providers {
			// Ours is not in a registry yet, and so has no version to pin.
			if provider != "asana" && !strings.HasPrefix(version, "~> ") {
				t.Errorf("%s: provider %s has version %q, want ~> and a version", name, provider, version)
			}
		}
	}
}

// The target must serve, and be able to read the secret, when the webhook is
// created, and the secret must get to the receiver afterwards, once Terraform may
// write it. Neither may make the receiver wait for the webhook.
func TestExamples_receiverBeforeWebhookBeforeSecret(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		beforeWebhook []string
		secret        string
		beforeSecret  []string
	}{
		"aws-lambda": {
			beforeWebhook: []string{
				"aws_lambda_function.receiver", "aws_lambda_function_url.receiver", "aws_lambda_permission.url",
				"aws_lambda_permission.function", "aws_iam_role_policy.receiver", "aws_cloudwatch_log_group.receiver",
			},
			secret: "aws_secretsmanager_secret_version.webhook",
		},
		"aws-lambda-python": {
			beforeWebhook: []string{
				"aws_lambda_function.receiver", "aws_lambda_function_url.receiver", "aws_lambda_permission.url",
				"aws_lambda_permission.function", "aws_iam_role_policy.receiver", "aws_cloudwatch_log_group.receiver",
			},
			secret: "aws_secretsmanager_secret_version.webhook",
		},
		"azure-functions": {
			beforeWebhook: []string{"azurerm_windows_function_app.receiver", "azurerm_role_assignment.receiver"},
			secret:        "azurerm_key_vault_secret.webhook",
			beforeSecret:  []string{"azurerm_role_assignment.terraform"},
		},
		"cloudflare-worker": {
			beforeWebhook: []string{"cloudflare_workers_script.receiver", "cloudflare_workers_script_subdomain.receiver"},
			secret:        "cloudflare_workers_kv.secret",
		},
		"go-server": {
			beforeWebhook: []string{"terraform_data.receiver"},
			secret:        "terraform_data.secret",
		},
		"python-server": {
			beforeWebhook: []string{"terraform_data.receiver"},
			secret:        "terraform_data.secret",
		},
		"google-cloud-run": {
			beforeWebhook: []string{"google_cloud_run_v2_service.receiver", "google_secret_manager_secret_iam_member.receiver"},
			secret:        "google_secret_manager_secret_version.webhook",
		},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			config := readConfiguration(t, name)
			before := config.needs("asana_webhook.project")
			for _, needed := range want.beforeWebhook {
				if !slices.Contains(before, needed) {
					t.Errorf("the webhook does not wait for %s", needed)
				}
			}
			before = config.needs(want.secret)
			for _, needed := range want.beforeSecret {
				if !slices.Contains(before, needed) {
					t.Errorf("the secret does not wait for %s", needed)
				}
			}
			var secret []string
			for _, used := range config.references {
				if used.to == "asana_webhook.project" && used.attribute == "secret" && !slices.Contains(secret, used.from) {
					secret = append(secret, used.from)
				}
			}
			if !slices.Equal(secret, []string{want.secret}) {
				t.Errorf("the secret goes to %q, want %s", secret, want.secret)
			}
		})
	}
}

// A new subscription, and a new project, have none of their services enabled: the
// configuration does that for all that it uses, and first.
func TestExamples_servicesAreEnabled(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		prefix   string            // of the resources of the cloud
		enabling string            // the block that names the services
		waits    bool              // for that block
		services map[string]string // by type of resource; "" is always there
	}{
		"azure-functions": {
			prefix:   "azurerm_",
			enabling: "provider.azurerm",
			services: map[string]string{
				"azurerm_key_vault":            "Microsoft.KeyVault",
				"azurerm_key_vault_secret":     "Microsoft.KeyVault",
				"azurerm_resource_group":       "",
				"azurerm_role_assignment":      "",
				"azurerm_service_plan":         "Microsoft.Web",
				"azurerm_storage_account":      "Microsoft.Storage",
				"azurerm_windows_function_app": "Microsoft.Web",
			},
		},
		"google-cloud-run": {
			prefix:   "google_",
			enabling: "google_project_service.used",
			waits:    true,
			services: map[string]string{
				"google_cloud_run_v2_service":             "run.googleapis.com",
				"google_project_service":                  "",
				"google_secret_manager_secret":            "secretmanager.googleapis.com",
				"google_secret_manager_secret_iam_member": "secretmanager.googleapis.com",
				"google_secret_manager_secret_version":    "secretmanager.googleapis.com",
				"google_service_account":                  "iam.googleapis.com",
			},
		},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			config := readConfiguration(t, name)
			for _, address := range config.declared {
				kind, _, _ := strings.Cut(address, ".")
				if !strings.HasPrefix(kind, want.prefix) {
					continue
				}
				service, isKnown := want.services[kind]
				if !isKnown || service != "" && !slices.Contains(config.words, word{want.enabling, service}) {
					t.Errorf("%s does not enable what %s needs", want.enabling, address)
				}
				if want.waits && service != "" && !slices.Contains(config.needs(address), want.enabling) {
					t.Errorf("%s does not wait for %s", address, want.enabling)
				}
			}
		})
	}
}

// What a plan writes into a folder is not there for the apply of the saved plan on
// another machine. So the apply packs the sources, and it does so exactly when there
// is something to upload: each source, and the name of what it is for, are in the
// name of the file.
func TestExamples_applyPacksTheSources(t *testing.T) {
	t.Parallel()

	for name, function := range map[string]string{
		"aws-lambda":        "aws_lambda_function.receiver",
		"aws-lambda-python": "aws_lambda_function.receiver",
		"azure-functions":   "azurerm_windows_function_app.receiver",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			config := readConfiguration(t, name)
			if !slices.Contains(config.needs(function), "archive_file.receiver") {
				t.Errorf("%s does not upload what the apply has packed", function)
			}
			for _, changing := range []string{"local.digest", "var.name"} {
				if !slices.Contains(config.needs("archive_file.receiver"), changing) {
					t.Errorf("the apply does not pack again with another %s", changing)
				}
			}
		})
	}
}

// A later plan would remove what Cloudflare fills in and the configuration leaves out.
// The members are those of the provider's schema, without propagation_policy, which not
// every account may set.
func TestExamples_cloudflareObservabilityIsComplete(t *testing.T) {
	t.Parallel()

	want := map[string][]string{
		"":       {"enabled", "head_sampling_rate", "logs", "traces"},
		"logs":   {"destinations", "enabled", "head_sampling_rate", "invocation_logs", "persist"},
		"traces": {"destinations", "enabled", "head_sampling_rate", "persist"},
	}
	for _, block := range parseHCL(t, filepath.Join(examples, "cloudflare-worker", "main.tf")).Blocks {
		if block.Type != "resource" || block.Labels[0] != "cloudflare_workers_script" {
			continue
		}
		observability, diags := block.Body.Attributes["observability"].Expr.Value(nil)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for name, members := range want {
			object := observability
			if name != "" {
				object = observability.GetAttr(name)
			}
			if got := slices.Sorted(maps.Keys(object.AsValueMap())); !slices.Equal(got, members) {
				t.Errorf("observability.%s has %q, want %q", name, got, members)
			}
		}
		return
	}
	t.Error("there is no cloudflare_workers_script")
}
