#!/bin/sh
# Copies the receivers in examples/receiver into each example that has a copy.
# Users copy one folder, so each folder is complete.
set -eu

cd "$(dirname "$0")/../examples"

for source in receiver/receiver.*; do
	for copy in */"$source"; do
		[ ! -f "$copy" ] || cp "$source" "$copy"
	done
done
