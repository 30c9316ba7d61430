#!/bin/sh
# Runs the tests of the examples' JavaScript receivers, where there is a node to run
# them: Go is all that this repository needs. They need no packages. In CI there must
# be one, for nobody reads there that something was left out.
set -eu

cd "$(dirname "$0")/.."

leave_out() {
	echo "$1: the JavaScript examples are not tested"
	if [ "${CI:-}" = true ]; then exit 1; fi
	exit 0
}

command -v node >/dev/null || leave_out "no node found"
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || leave_out "node is older than 20"

if output=$(node --test --test-reporter=tap examples/*/test/*.test.mjs 2>&1); then
	echo "$output" | awk '/^# pass / { print "node: " $3 " tests of the examples passed" }'
else
	echo "$output" | grep -v '^ *ok ' >&2
	exit 1
fi
