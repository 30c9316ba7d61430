#!/bin/sh
# Copies the receivers in examples/receiver, and their tests, into each example that has
# a copy. Users copy one folder, so each folder is complete.
set -eu

cd "$(dirname "$0")/../examples"

for copy in */receiver/receiver.*; do
	cp "receiver/${copy##*/}" "$copy"
done
for copy in */test/suite.mjs; do
	[ "$copy" = receiver/test/suite.mjs ] || cp receiver/test/suite.mjs "$copy"
done
