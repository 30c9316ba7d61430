#!/bin/sh
# Runs all tests, with the flags of go test that it is given. Where some fail, the others
# run all the same: what failed comes last.
#
#	tools/test.sh [flags of go test]
set -eu

cd "$(dirname "$0")/.."
report=$(tools/tool.sh testreport .)
dir=$(mktemp -d)
watcher=
finish() {
	stop_watching
	rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM
status=0

# watch shows every ten seconds that something runs.
watch() {
	seconds=0
	while sleep 10 >/dev/null 2>&1; do
		seconds=$((seconds + 10))
		echo "  ${seconds}s"
	done
}

stop_watching() {
	if [ -n "$watcher" ]; then
		kill -KILL "$watcher" # a subshell that has only begun loses other signals
		wait "$watcher" || true
		watcher=
	fi 2>/dev/null
}

# go_tests runs the Go tests of a module, first those of the packages that it is given.
go_tests() {
	module=$1 repeat=$2
	shift 2
	echo "Go tests: $module"
	"$report" -C "$module" -failures "$dir/failures" -repeat "$repeat" -- "$@" ./... || status=1
	add_failures "Go tests: $module"
}

# other_tests runs a command with tests that are not Go's.
other_tests() {
	echo "$*"
	watch &
	watcher=$!
	if "$@" >"$dir/output" 2>&1; then
		cat "$dir/output"
	else
		status=1
		{ cat "$dir/output" && echo "To repeat what failed:" && echo "  $*"; } >"$dir/failures"
	fi
	stop_watching
	add_failures "$*"
}

# add_failures keeps for the end what is known of failed tests.
add_failures() {
	if [ -e "$dir/failures" ]; then
		{ echo && echo "Failed: $1" && cat "$dir/failures"; } >>"$dir/all"
		rm "$dir/failures"
	fi
}

# The provider's take longest, and wait most: the others fill the time.
go_tests . "${TF:+TF=$TF }tools/acceptance.sh go test" "$@" ./internal/provider
for module in chart mutation testreport vet; do
	go_tests "tools/$module" "go -C tools/$module test" -shuffle=on
done
other_tests tools/node-tests.sh
other_tests tools/python-tests.sh

if [ -e "$dir/all" ]; then cat "$dir/all" >&2; fi
exit "$status"
