#!/bin/sh
# Runs the tests of the examples' Python receivers, where there is a Python to run
# them. They need the standard library only. In CI there must be one, because nobody
# reads there that something was left out.
set -eu

cd "$(dirname "$0")/.."

skip() {
	echo "$1: the Python examples are not tested"
	if [ "${CI:-}" = true ]; then exit 1; fi
	exit 0
}

command -v python3 >/dev/null || skip "no python3 found"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' || skip "python3 is older than 3.9"

export PYTHONDONTWRITEBYTECODE=1
total=0
for tests in examples/*/test/*_test.py; do # each in a process of its own: their modules have the same names
	if ! output=$(python3 "$tests" 2>&1); then
		echo "$tests" >&2
		echo "$output" >&2
		exit 1
	fi
	ran=$(echo "$output" | sed -n 's/^Ran \([0-9]*\) tests* in .*/\1/p')
	total=$((total + ran))
done
echo "python: $total tests of the examples passed"
