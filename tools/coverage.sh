#!/bin/sh
# Prints which share of the statements below internal/ the tests run, by package and in
# all: unit and acceptance tests together, the provider's own process included. With the
# name of a file as its argument it writes the profile there, for go tool cover.
set -eu

cd "$(dirname "$0")/.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
mkdir "$dir/tests" "$dir/programs"

# go test has a GOCOVERDIR of its own for the tests: those that start programs find
# theirs here, and build them with -cover.
PROGRAMS_GOCOVERDIR=$dir/programs go test -count=1 -parallel 8 -timeout 30m -cover -coverpkg=./... ./... -args -test.gocoverdir="$dir/tests" >"$dir/log" || {
	cat "$dir/log" >&2
	exit 1
}
# main is counted above, for a program without it writes nothing, and left out here.
go tool covdata textfmt -i="$dir/tests,$dir/programs" -o "$dir/all"
profile=${1:-$dir/profile}
grep -e '^mode: ' -e /internal/ "$dir/all" >"$profile"
go tool covdata percent -i="$dir/tests,$dir/programs" | awk '$1 ~ /\/internal\// { print $1, $3 }'
go tool cover -func "$profile" | awk 'END { print; if ($NF + 0 < 90) { print "below 90 %"; exit 1 } }'
