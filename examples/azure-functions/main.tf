# A receiver on Azure Functions, a webhook that sends it the events of a project, and
# the webhook's secret in Azure Key Vault.

terraform {
  required_providers {
    archive = {
      source  = "hashicorp/archive"
      version = "~> 2.7"
    }
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.0"
    }
  }
}

# The access token comes from the environment: ASANA_ACCESS_TOKEN.
provider "asana" {}

# So do subscription and credentials, unless the Azure CLI is logged in.
provider "azurerm" {
  features {}

  # The resources below need these, and a new subscription has none of them registered.
  resource_providers_to_register = ["Microsoft.KeyVault", "Microsoft.Storage", "Microsoft.Web"]
}

variable "project" {
  type        = string
  description = "Gid of the project to watch: the number after project/ in its address in Asana, or after /0/ in an older address."
}

variable "location" {
  type        = string
  default     = "westeurope"
  description = "Region of all resources."
}

variable "name" {
  type        = string
  description = "Name of the resources, of 3 to 20 lower-case letters and digits. It must be unused in all of Azure."

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{2,19}$", var.name))
    error_message = "Use 3 to 20 lower-case letters and digits, and start with a letter. Storage accounts and key vaults require it."
  }
}

locals {
  sources = sort(fileset("${path.module}/receiver", "*.{mjs,json}"))
  digest  = sha256(join("", [for name in local.sources : filesha256("${path.module}/receiver/${name}")]))
}

data "azurerm_client_config" "current" {}

resource "azurerm_resource_group" "receiver" {
  name     = var.name
  location = var.location
}

# The vault is empty before the webhook exists. The function knows the secret's name,
# and reads the value when an event arrives, so there is no dependency cycle.
resource "azurerm_key_vault" "receiver" {
  name                       = var.name
  resource_group_name        = azurerm_resource_group.receiver.name
  location                   = azurerm_resource_group.receiver.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true
}

resource "azurerm_role_assignment" "terraform" {
  scope                = azurerm_key_vault.receiver.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = data.azurerm_client_config.current.object_id
}

resource "azurerm_role_assignment" "receiver" {
  scope                = azurerm_key_vault.receiver.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_windows_function_app.receiver.identity[0].principal_id
}

resource "azurerm_storage_account" "receiver" {
  name                     = var.name
  resource_group_name      = azurerm_resource_group.receiver.name
  location                 = azurerm_resource_group.receiver.location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_service_plan" "receiver" {
  name                = var.name
  resource_group_name = azurerm_resource_group.receiver.name
  location            = azurerm_resource_group.receiver.location
  os_type             = "Windows"
  sku_name            = "Y1" # you pay for each call
}

# A resource, because a data source writes the file while planning, and the plan may be
# applied on another machine. The name changes with the contents and with the app, so
# the apply writes the file whenever there is something to upload.
resource "archive_file" "receiver" {
  type             = "zip"
  source_dir       = "${path.module}/receiver"
  output_path      = "${path.module}/.terraform/${var.name}-${local.digest}.zip"
  output_file_mode = "0644"
}

resource "azurerm_windows_function_app" "receiver" {
  name                       = var.name
  resource_group_name        = azurerm_resource_group.receiver.name
  location                   = azurerm_resource_group.receiver.location
  service_plan_id            = azurerm_service_plan.receiver.id
  storage_account_name       = azurerm_storage_account.receiver.name
  storage_account_access_key = azurerm_storage_account.receiver.primary_access_key
  https_only                 = true
  zip_deploy_file            = archive_file.receiver.output_path

  app_settings = {
    KEY_VAULT                = azurerm_key_vault.receiver.vault_uri
    SECRET_NAME              = "asana-webhook"
    WEBSITE_RUN_FROM_PACKAGE = "1"

    # 4 MiB, as in receiver.mjs: Azure has the whole body in memory before the function sees it.
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT = "4194304"
  }

  identity {
    type = "SystemAssigned"
  }

  site_config {
    application_stack {
      node_version = "~22"
    }
  }

  lifecycle {
    precondition {
      condition     = fileexists("${path.module}/receiver/node_modules/@azure/functions/package.json")
      error_message = "The package of the function is missing. Run npm install --omit=dev in receiver/."
    }
  }
}

resource "asana_webhook" "project" {
  resource = var.project
  target   = "https://${azurerm_windows_function_app.receiver.default_hostname}/api/asana"

  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed", "due_on"] },
  ]

  # A function that was just deployed, or that was inactive, may not answer in time at first.
  timeouts = {
    create = "10m"
  }

  # The first delivery arrives right after the handshake.
  depends_on = [azurerm_role_assignment.receiver]
}

resource "azurerm_key_vault_secret" "webhook" {
  name         = "asana-webhook"
  key_vault_id = azurerm_key_vault.receiver.id
  value        = asana_webhook.project.secret

  # Terraform needs this role to write the secret.
  depends_on = [azurerm_role_assignment.terraform]
}

output "webhook" {
  value       = asana_webhook.project.id
  description = "Gid of the webhook."
}

output "target" {
  value       = asana_webhook.project.target
  description = "URL of the receiver."
}
