#!/bin/sh
# Builds a Go program, with the flags of all builds of this repository: what one build
# has compiled, the others find in Go's cache.
#
#	tools/build.sh PROGRAM PACKAGE [flags of go build]
#
# A build that takes longer than a few seconds reports its progress on standard error:
# every second on a terminal, every ten seconds elsewhere.
set -eu

program=$1
package=$2
shift 2
export CGO_ENABLED=0

log=$(mktemp)
watcher=
finish() {
	if [ -n "$watcher" ]; then
		kill "$watcher"
		wait "$watcher" || true
	fi 2>/dev/null
	rm -f "$log"
}
trap finish EXIT
trap 'exit 1' INT TERM

# report shows how far the build is. go build -v prints a line for each package that it
# compiles, and a line with "go: downloading" for each module.
report() {
	downloaded=$(grep -c '^go: downloading ' "$log" || true)
	if [ "$compiled" -gt 0 ]; then
		line="compiled $compiled of at most $total packages"
	elif [ "$downloaded" -gt 0 ]; then
		line="downloaded $downloaded modules"
	else
		line="reading what there is to compile"
	fi
	if [ -t 2 ]; then
		printf '\r  %s, %d s ' "$line" "$seconds" >&2
	elif [ $((seconds % 10)) -eq 0 ]; then
		printf '  %s, %d s\n' "$line" "$seconds" >&2
	fi
}

watch() {
	seconds=0 total=
	while sleep 1; do
		seconds=$((seconds + 1))
		compiled=$(grep -c -v '^go: ' "$log" || true)
		if [ "$compiled" -gt 0 ] && [ -z "$total" ]; then
			# All modules are there, so this takes a second or two.
			total=$(go list -deps "$package" 2>/dev/null | grep -c . || true)
		fi
		if [ "$seconds" -gt 2 ]; then report; fi
	done
}

watch &
watcher=$!
status=0
go build -v -trimpath -buildvcs=false "$@" -o "$program" "$package" >"$log" 2>&1 || status=$?
if [ -t 2 ]; then printf '\r\033[K' >&2; fi
if [ "$status" -ne 0 ]; then
	# Without the names of the packages that it compiled.
	grep -e ' ' -e : "$log" | grep -v '^go: downloading ' >&2 || true
fi
exit "$status"
