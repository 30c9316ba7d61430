#!/bin/sh
# Builds the receiver and installs it with its service on the host given:
#
#	./deploy.sh hooks.example.com
#
# It needs Go here, and ssh with sudo there.
set -eu

cd "$(dirname "$0")"
host=$1
binary=$(mktemp)
trap 'rm -f "$binary"' EXIT

machine=$(ssh "$host" uname -m)
case $machine in
x86_64) arch=amd64 ;;
aarch64 | arm64) arch=arm64 ;;
armv6l | armv7l) arch=arm ;;
i?86) arch=386 ;;
riscv64) arch=riscv64 ;;
ppc64le) arch=ppc64le ;;
s390x) arch=s390x ;;
*)
	echo "deploy.sh does not know what Go calls the $machine of $host" >&2
	exit 1
	;;
esac

CGO_ENABLED=0 GOOS=linux GOARCH=$arch GOARM=6 go build -trimpath -o "$binary" main.go receiver.go

ssh "$host" 'id asana-receiver >/dev/null 2>&1 || sudo useradd --system --no-create-home asana-receiver
	sudo install -d -m 0750 -o root -g asana-receiver /etc/asana-receiver'
ssh "$host" 'sudo install -m 0755 /dev/stdin /usr/local/bin/asana-receiver' <"$binary"
ssh "$host" 'sudo install -m 0644 /dev/stdin /etc/systemd/system/asana-receiver.service' <asana-receiver.service
ssh "$host" 'sudo systemctl daemon-reload && sudo systemctl enable asana-receiver && sudo systemctl restart asana-receiver'
