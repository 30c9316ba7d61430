#!/bin/sh
# Builds a Go tool once, and prints the path of the program:
#
#	tools/tool.sh MODULE PACKAGE [flags of go build]
#
# MODULE is a folder below tools that has a go.mod, or ".". The program is kept outside
# this folder, in ${XDG_CACHE_HOME:-~/.cache}, where the next clone finds it, and the next
# run in CI if the cache is kept. Its name has a digest of all that it is made of.
# TOOL_COST says what the build takes, if that is known.
set -eu

tools=$(cd "$(dirname "$0")" && pwd)
module=$1
package=$2
shift 2

name=${package##*/}
case $name in
.) name=$module ;;
v[0-9]*) # the major version of a module, which is no name
	name=${package%/*}
	name=${name##*/}
	;;
esac

cache=${XDG_CACHE_HOME:-$HOME/.cache}/terraform-provider-asana/tools
digest=$({
	cat "$tools/$module/go.mod" "$tools/$module/go.sum"
	for source in "$tools/$module"/*.go; do # of a tool of our own
		if [ -e "$source" ]; then cat "$source"; fi
	done
	go -C "$tools/$module" env GOVERSION GOOS GOARCH
	echo "$package" "$@"
} | git hash-object --stdin)
program=$cache/$name-$digest$(go env GOEXE)

if [ -x "$program" ]; then
	touch "$program"
else
	echo "building $name once: ${TOOL_COST:-it can take minutes}" >&2
	mkdir -p "$cache"
	# What nobody has used for a month has a successor.
	find "$cache" -type f -mtime +30 -delete
	# Built under another name first, so that an interrupted build leaves no half
	# program, and two builds at once don't write into each other's.
	trap 'rm -f "$program.$$"' EXIT
	trap 'exit 1' INT TERM
	(cd "$tools/$module" && "$tools/build.sh" "$program.$$" "$package" "$@")
	mv "$program.$$" "$program"
fi
echo "$program"
