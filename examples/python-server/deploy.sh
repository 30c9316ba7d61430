#!/bin/sh
# Installs the receiver with its service on the host given:
#
#	./deploy.sh hooks.example.com
#
# The host needs Python 3.9 or newer as /usr/bin/python3, and ssh with sudo.
set -eu

cd "$(dirname "$0")"
host=$1

ssh "$host" 'id asana-receiver >/dev/null 2>&1 || sudo useradd --system --no-create-home asana-receiver
	sudo install -d -m 0750 -o root -g asana-receiver /etc/asana-receiver
	sudo install -d -m 0755 /usr/local/lib/asana-receiver'
for file in server.py receiver.py; do
	ssh "$host" "sudo install -m 0644 /dev/stdin /usr/local/lib/asana-receiver/$file" <"receiver/$file"
done
ssh "$host" 'sudo install -m 0644 /dev/stdin /etc/systemd/system/asana-receiver.service' <asana-receiver.service
ssh "$host" 'sudo systemctl daemon-reload && sudo systemctl enable asana-receiver && sudo systemctl restart asana-receiver'
