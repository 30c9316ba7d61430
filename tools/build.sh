#!/bin/sh
# Builds a Go program, with the flags of all builds of this repository: what one build
# has compiled, the others find in Go's cache.
#
#	tools/build.sh PROGRAM PACKAGE [flags of go build]
#
# While it builds, it reports its progress on standard error: every second on a terminal,
# every ten seconds elsewhere.
set -eu

program=$1
package=$2
shift 2
export CGO_ENABLED=0

dir=$(mktemp -d)
log=$dir/log
watcher=
finish() {
	if [ -n "$watcher" ]; then
		kill -KILL "$watcher" # a subshell that has only begun loses other signals
		wait "$watcher" || true
	fi 2>/dev/null
	rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM

# progress prints how far the build is. go build -v prints a line for each package that it
# compiles, and a line with "go: downloading" for each module.
progress() {
	compiled=$(grep -c -v '^go: ' "$log" || true)
	downloaded=$(grep -c '^go: downloading ' "$log" || true)
	if [ "$compiled" -gt 0 ]; then
		echo "compiled $compiled$(of_all) packages"
	elif [ "$downloaded" -gt 0 ]; then
		echo "downloaded $downloaded modules"
	else
		echo "reading what there is to compile"
	fi
}

# of_all prints how many packages there are, once that is known. Those in Go's cache are
# not compiled.
of_all() {
	if [ -e "$dir/all" ]; then
		echo " of at most $(grep -c . "$dir/all")"
	elif [ ! -e "$dir/list" ]; then
		: >"$dir/list"
		(go list -deps "$package" >"$dir/list" && mv "$dir/list" "$dir/all") >/dev/null 2>&1 &
	fi
}

watch() {
	start=$(date +%s)
	reported=$start
	while sleep 1 >/dev/null 2>&1; do
		now=$(date +%s)
		line="  $(progress), $((now - start)) s"
		if [ -t 2 ]; then
			printf '\r%s\033[K' "$line" >&2
		elif [ $((now - reported)) -ge 10 ]; then
			echo "$line" >&2
			reported=$now
		fi
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
