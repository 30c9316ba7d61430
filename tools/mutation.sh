#!/bin/sh
# Runs the mutation tests, of the packages that it is given or of all that have them.
#
#	tools/mutation.sh [-files REGEXP] [-workers N] [package ...]
set -eu

cd "$(dirname "$0")/.."
gremlins=$(tools/tool.sh mutation github.com/go-gremlins/gremlins/cmd/gremlins)
mutation=$(tools/tool.sh mutation .)
# A mutant may never stop to allocate memory.
ulimit -v 8000000 2>/dev/null || true
exec "$mutation" -gremlins "$gremlins" -equivalent tools/mutation/equivalent.txt "$@"
