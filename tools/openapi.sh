#!/bin/sh
# Fetches the version of Asana's OpenAPI document that the contract tests hold client and
# simulator against:
#
#	tools/openapi.sh asana_oas.yaml
set -eu

curl --fail --silent --show-error --location --output "$1" \
	https://raw.githubusercontent.com/Asana/openapi/fc9f8dcf224efa8e06bfc955d91dd95aac7a398d/defs/asana_oas.yaml
