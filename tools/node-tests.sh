#!/bin/sh
# Runs the tests of the examples' JavaScript receivers, where there is a Node to run
# them, and the Cloudflare Worker in workerd, where npm can install it. Go is all that
# this repository needs. In CI both must run, because nobody reads there that something
# was left out.
set -eu

cd "$(dirname "$0")/.."

skip() {
	echo "$1: $2 not tested"
	if [ "${CI:-}" = true ]; then exit 1; fi
	exit 0
}

# run runs test files and prints their number, or what failed.
run() {
	what=$1
	shift
	if output=$(node --test --test-reporter=tap "$@" 2>&1); then
		echo "$output" | awk -v what="$what" '/^# pass / { print "node: " $3 " tests of " what " passed" }'
	else
		echo "$output" | grep -v '^ *ok ' >&2
		exit 1
	fi
}

command -v node >/dev/null || skip "no node found" "the JavaScript examples are"
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || skip "node is older than 20" "the JavaScript examples are"
run "the examples" examples/*/test/*.test.mjs

command -v npm >/dev/null || skip "no npm found" "the Worker in workerd is"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/terraform-provider-asana/npm
MODULES=$cache/$({ cat tools/workerd/package-lock.json && node -p 'process.platform + process.arch'; } | git hash-object --stdin)
export MODULES
if [ ! -d "$MODULES" ]; then
	echo "installing workerd once, 170 MB" >&2
	# Under another name first, so that an interrupted installation leaves nothing.
	trap 'rm -rf "$MODULES.$$"' EXIT
	trap 'exit 1' INT TERM
	mkdir -p "$MODULES.$$"
	cp tools/workerd/package.json tools/workerd/package-lock.json "$MODULES.$$"
	npm ci --prefix "$MODULES.$$" --ignore-scripts --no-audit --no-fund >&2 || skip "npm can't install miniflare" "the Worker in workerd is"
	mv "$MODULES.$$" "$MODULES"
fi
[ -d "$MODULES/node_modules/@cloudflare" ] || skip "workerd has no build for this machine" "the Worker in workerd is"
run "the Worker in workerd" tools/workerd/*.test.mjs
