#!/bin/sh
# Builds what the demo needs, and runs it.
set -eu

cd "$(dirname "$0")/.."
echo "This demo registers an Asana webhook with Terraform or OpenTofu, in a simulated Asana on this"
echo "machine. It needs no account. First it builds what it needs."

engine=$(tools/engine.sh)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM

echo "Building the demo."
demo=$dir/demo$(go env GOEXE)
tools/build.sh "$demo" ./internal/cmd/demo
"$demo" -engine "$engine"
