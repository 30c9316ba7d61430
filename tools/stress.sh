#!/bin/sh
# Runs all tests that need no engine many times, each in another order, on one core, and
# beside busy loops: what depends on time or on the order of events fails sooner or later.
# Tests that only have many cases have fewer here (-test.short).
#
#	tools/stress.sh ROUNDS LOOPS [flags of go test]
set -eu

rounds=$1
loops=$2
shift 2
cd "$(dirname "$0")/.."
root=$PWD
unset TF_ACC # with which tests that need an engine run
export CGO_ENABLED=0 # as tools/build.sh, to share Go's cache
dir=$(mktemp -d)
pids=
finish() {
	for pid in $pids; do
		kill -KILL "$pid" # a subshell that has only begun loses other signals
		wait "$pid" || true
	done 2>/dev/null
	rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

# Before the load, which the compiler need not bear.
go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}} {{.Dir}}{{end}}' ./... >"$dir/packages"
while read -r package folder; do
	echo "compiling the tests of $package"
	(cd "$folder" && go test "$@" -c -o "$dir/$(echo "$package" | tr / _).test" .)
done <"$dir/packages"

for loop in $(seq "$loops"); do
	while kill -0 "$$" 2>/dev/null; do :; done & # until this script is gone, whatever ends it
	pids="$pids $!"
done
# Shows every ten seconds that something runs.
while sleep 10 >/dev/null 2>&1 && kill -0 "$$" 2>/dev/null; do echo "  running"; done &
pids="$pids $!"

failed=0
for round in $(seq "$rounds"); do
	while read -r package folder; do
		start=$(date +%s)
		if (cd "$folder" && GOMAXPROCS=1 "$dir/$(echo "$package" | tr / _).test" -test.short -test.shuffle=on -test.timeout=20m) >"$dir/output" 2>&1; then
			result=ok
		else
			result=FAIL
			failed=$((failed + 1))
			{
				echo
				echo "Failed: round $round, $package"
				cat "$dir/output"
				echo "To repeat what failed, with the order that -test.shuffle names above:"
				echo "  GOMAXPROCS=1 go test -count=1 -short -shuffle=NUMBER .${folder#"$root"}"
			} >>"$dir/failures"
		fi
		echo "round $round of $rounds: $result $package $(($(date +%s) - start))s"
	done <"$dir/packages"
done

echo "DONE $rounds rounds beside $loops busy loops, $failed failed runs of a package"
if [ "$failed" -gt 0 ]; then
	cat "$dir/failures" >&2
	exit 1
fi
