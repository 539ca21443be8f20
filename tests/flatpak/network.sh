#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# Usage: network.sh USER APPLICATION
# What kaitsu-check sees from inside the sandbox of an installed Flatpak, run by
# an ordinary user on a network made for it: a PC, a router that swallows one
# port, and a host behind it. A mock of NetworkManager on a system bus knows the
# lease. Run as root on a machine that is thrown away; prints TAP.
set -euo pipefail

user=$1 id=$2
home=/home/$user
here=$(dirname "$0")
work=$(mktemp -d)
chmod 755 "$work"
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

# pc 10.77.0.2 - 10.77.0.1 router 192.0.2.1 - 192.0.2.10 far
for name in pc router far; do
  ip netns add "$name"
  ip -n "$name" link set lo up
done
ip link add lan netns pc type veth peer name lan netns router
ip link add wan netns router type veth peer name wan netns far
ip -n pc address add 10.77.0.2/24 dev lan
ip -n router address add 10.77.0.1/24 dev lan
ip -n router address add 192.0.2.1/24 dev wan
ip -n far address add 192.0.2.10/24 dev wan
for where in 'pc lan' 'router lan' 'router wan' 'far wan'; do
  # shellcheck disable=SC2086
  set -- $where
  ip -n "$1" link set "$2" up
done
ip -n pc route add default via 10.77.0.1
ip -n far route add default via 192.0.2.1
ip netns exec router sysctl -qw net.ipv4.ip_forward=1
ip netns exec router nft -f - <<'NFT'
table inet t {
  chain forward {
    type filter hook forward priority 0;
    tcp dport 465 drop
  }
}
NFT
ip netns exec far /usr/bin/python3 "$here/far.py" 80 465 587 &

# A system bus of this test alone, with the one name that the sandbox may use.
cat >"$work/bus.conf" <<XML
<busconfig>
  <type>system</type>
  <listen>unix:path=$work/system_bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
XML
export DBUS_SYSTEM_BUS_ADDRESS=unix:path=$work/system_bus
dbus-daemon --config-file="$work/bus.conf" --nofork --nopidfile &
for _ in $(seq 50); do [ -S "$work/system_bus" ] && break; sleep 0.1; done
/usr/bin/python3 "$here/lease.py" 10.77.0.2 10.77.0.1 >"$work/mock" 2>&1 &
for _ in $(seq 100); do grep -q ready "$work/mock" && break; sleep 0.1; done

mkdir -p "$home/.var/app/$id/config/kaitsu"
cat >"$home/.var/app/$id/config/kaitsu/targets.json" <<'JSON'
{ "format": "kaitsu-targets", "version": 1,
  "targets": [ { "host": "192.0.2.10", "operator": "own", "uses": ["tcp", "path"],
                 "ports": ["tcp/465", "tcp/587", "udp/514"], "controls": ["tcp/80"], "expect": "KAITSU1 tcp" } ] }
JSON
chown -R "$user:" "$home/.var"

# check NAME OPTION...: the result into $work/NAME.json
check () {
  local name=$1
  shift
  ip netns exec pc runuser -u "$user" -- env HOME="$home" XDG_RUNTIME_DIR="$work/run-$name" \
    dbus-run-session -- flatpak run "$@" --command=kaitsu-check "$id" \
    --unit unit4 --quiet --json - >"$work/$name.json" || [ $? -lt 4 ]
}
for name in with without; do
  mkdir -m 700 "$work/run-$name"
  chown "$user:" "$work/run-$name"
done
check with
check without --system-no-talk-name=org.freedesktop.NetworkManager
rm "$home/.var/app/$id/config/kaitsu/targets.json"
/usr/bin/python3 "$here/evidence.py" "$work/with.json" "$work/without.json"
