#!/bin/sh
# Prints what CHANGELOG.md says of a version, for the notes of its release. Refuses a
# version whose section is missing, empty or still unreleased:
#
#	tools/release-notes.sh v0.1.0
set -eu

version=${1#v}
cd "$(dirname "$0")/.."

heading=$(grep -F -e "## $version (" CHANGELOG.md || true)
case $heading in
"## $version ("[A-Z]*" "[0-9]*", "20[0-9][0-9]")") ;;
*)
	echo "CHANGELOG.md has no heading \"## $version (Month day, year)\": it has \"${heading:-none}\"" >&2
	exit 1
	;;
esac

notes=$(awk -v heading="$heading" '$0 == heading { inside = 1; next } /^## / { inside = 0 } inside' CHANGELOG.md | sed '/./,$!d')
if [ -z "$notes" ]; then
	echo "CHANGELOG.md says nothing of $version" >&2
	exit 1
fi
echo "$notes"
