# By the gid of the webhook.
terraform import asana_webhook.tasks 1208000000000002
