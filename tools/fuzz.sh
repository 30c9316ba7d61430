#!/bin/sh
# Runs every fuzz test of the module for the time given, one after the other:
# go test fuzzes only one function of one package at a time.
set -eu

cd "$(dirname "$0")/.."
packages=$(go list ./...)
for package in $packages; do
	tests=$(go test -list '^Fuzz' "$package")
	for fuzz in $(echo "$tests" | grep '^Fuzz'); do
		echo "$package $fuzz"
		go test -run '^$' -fuzz "^$fuzz\$" -fuzztime "$1" "$package"
	done
done
