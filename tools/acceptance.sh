#!/bin/sh
# Runs a command with what acceptance tests need in its environment:
#
#	tools/acceptance.sh go test ./internal/provider
set -eu

tools=$(cd "$(dirname "$0")" && pwd)
engine=$("$tools/engine.sh")

export TF_ACC=1
export TF_ACC_TERRAFORM_PATH="$engine"
export TF_CLI_CONFIG_FILE="$tools/cli.tfrc"
export CHECKPOINT_DISABLE=1
# The engine runs thousands of times for a second each: collecting garbage is a tenth of
# what that takes, and needed by none of them.
export GOGC=400
# Nothing reads the symbols of the programs that tests are, or build. Linking is faster
# without them.
export GOFLAGS="${GOFLAGS:-} -ldflags=-s"

version=$("$engine" version | head -n 1)
case $version in
OpenTofu*) export TF_ACC_PROVIDER_HOST=registry.opentofu.org ;;
esac
echo "engine: $version ($engine)" >&2

exec "$@"
