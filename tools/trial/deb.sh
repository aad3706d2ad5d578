#!/usr/bin/env bash
# the Debian package, installed in a fresh debootstrap chroot (as root): user, configuration and store made, units verified by
# systemd-analyze, a first round run
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
[ "$(id -u)" -eq 0 ] || { echo "deb.sh: a chroot needs root" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "deb.sh: install debootstrap first" >&2; exit 2; }
build=${BUILD:-$root/build/release}
work=$(mktemp -d -t chokepoint-deb.XXXXXX)
trap 'rm -rf "$work"' EXIT
mirror=${MIRROR:-$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)}

echo "== the package"
(cd "$build" && cpack -G DEB -B "$work/out" >"$work/cpack.log" 2>&1) || { cat "$work/cpack.log"; exit 1; }
package=$(ls "$work"/out/*.deb)
dpkg-deb --info "$package" | grep -E '^ (Package|Version|Depends)'

echo "== a fresh Debian 12"
debootstrap --variant=minbase --include=systemd bookworm "$work/chroot" "${mirror:-http://deb.debian.org/debian}" \
  >"$work/debootstrap.log" 2>&1 || { tail -20 "$work/debootstrap.log"; exit 1; }
cp -L /etc/resolv.conf "$work/chroot/etc/"
cp "$package" "$work/chroot/root/"
in() { chroot "$work/chroot" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
in apt-get update -qq
in apt-get install -y -qq --no-install-recommends "/root/$(basename "$package")" >"$work/install.log" 2>&1 ||
  { tail -20 "$work/install.log"; exit 1; }

echo "== as installed"
in getent passwd chokepoint
in stat -c '%U %a %n' /etc/chokepoint/chokepoint.toml /var/lib/chokepoint/chokepoint.db
in chokepoint --version
in systemd-analyze verify /lib/systemd/system/chokepoint.service /lib/systemd/system/chokepoint.timer && echo "units: verified"

echo "== a first round, as the service runs it"
in runuser -u chokepoint -- chokepoint --config /etc/chokepoint/chokepoint.toml run
in runuser -u chokepoint -- chokepoint --config /etc/chokepoint/chokepoint.toml status
in dpkg --purge chokepoint >/dev/null
! in getent passwd chokepoint >/dev/null
echo "installed, verified, run, purged"
