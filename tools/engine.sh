#!/bin/sh
# Prints the path of the engine that everything here runs: $TF if it is set,
# else terraform or tofu from the PATH, else an OpenTofu built once from the
# Go module proxy. With the argument "tofu", it is that OpenTofu in any case.
# Only the path goes to standard output.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)

if [ "${1:-}" != tofu ] && [ -n "${TF:-}" ]; then
	if engine=$(command -v "$TF"); then
		case $engine in
		/*) echo "$engine" ;;
		*) echo "$PWD/$engine" ;; # it is used from other directories, too
		esac
		exit
	fi
	echo "TF is set to \"$TF\", which is not a program: set it to terraform, tofu or a path, or unset it." >&2
	exit 1
fi

if [ "${1:-}" != tofu ]; then
	command -v terraform && exit
	command -v tofu && exit
fi

version=$(sed -n 's|.*github.com/opentofu/opentofu v\([^ ]*\).*|\1|p' "$root/tools/tofu/go.mod")
engine=$root/.tools/tofu-$version
if [ ! -x "$engine" ]; then
	if [ "${1:-}" != tofu ]; then echo "no terraform found" >&2; fi
	echo "building OpenTofu $version once, about five minutes" >&2
	mkdir -p "$root/.tools"
	# Built under another name first, so that an interrupted build leaves no half engine.
	trap 'rm -f "$engine.$$"' EXIT
	trap 'exit 1' INT TERM
	CGO_ENABLED=0 go -C "$root/tools/tofu" build -trimpath -buildvcs=false \
		-ldflags '-s -w -X github.com/opentofu/opentofu/version.dev=no' \
		-o "$engine.$$" github.com/opentofu/opentofu/cmd/tofu >&2
	mv "$engine.$$" "$engine"
fi
echo "$engine"
