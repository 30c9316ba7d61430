#!/bin/sh
# Runs the tests of the examples' JavaScript receivers, where there is a node to run
# them: Go is all that this repository needs. They need no packages.
set -eu

cd "$(dirname "$0")/.."

if ! command -v node >/dev/null; then
	echo "no node found: the JavaScript examples are not tested"
	exit 0
fi
major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 20 ]; then
	echo "node is older than 20: the JavaScript examples are not tested"
	exit 0
fi

if output=$(node --test --test-reporter=tap examples/*/test/*.test.mjs 2>&1); then
	echo "$output" | awk '/^# pass / { print "node: " $3 " tests of the examples passed" }'
else
	echo "$output" | grep -v '^ *ok ' >&2
	exit 1
fi
