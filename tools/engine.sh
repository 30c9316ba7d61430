#!/bin/sh
# Prints the path of the engine that everything here runs: $TF if it is set,
# else terraform or tofu from the PATH, else an OpenTofu built once from the
# Go module proxy. With the argument "tofu", it is that OpenTofu in any case.
# Only the path goes to standard output.
set -eu

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
	echo "There is no terraform and no tofu on the PATH, so an OpenTofu is used that is built from source." >&2
fi

export TOOL_COST="about 5 minutes on two cores, and 3 GB of disk, most of it in Go's caches.
To skip this, press Ctrl-C and install Terraform or OpenTofu, or set TF to the path of one."
exec "$(dirname "$0")/tool.sh" tofu github.com/opentofu/opentofu/cmd/tofu \
	-ldflags '-s -w -X github.com/opentofu/opentofu/version.dev=no'
