#!/usr/bin/env bash
# the Debian package, installed in a fresh debootstrap chroot (as root): user, configuration and store made, units verified by
# systemd-analyze, a first round run
# packages: tools/packages-extra.txt
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
[ "$(id -u)" -eq 0 ] || { echo "deb.sh: a chroot needs root" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "deb.sh: install debootstrap first" >&2; exit 2; }
build=${BUILD:-$root/build/release}
work=$(mktemp -d -t chokepoint-deb.XXXXXX)
# Nothing of the machine's own may be under what is removed: unmount first, and stay on one file system.
leave() {
  for point in proc sys; do
    while mountpoint -q "$work/chroot/$point"; do umount "$work/chroot/$point" || return; done
  done
  rm -rf --one-file-system "$work"
}
trap leave EXIT
mirror=${MIRROR:-$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null || true)}

echo "== the package"
package=${1:-}
if [ -z "$package" ]; then
  (cd "$build" && cpack -G DEB -B "$work/out" >"$work/cpack.log" 2>&1) || { cat "$work/cpack.log"; exit 1; }
  package=$(ls "$work"/out/*.deb)
fi
dpkg-deb --info "$package" | grep -E '^ (Package|Version|Depends)'

echo "== a fresh Debian 12"
debootstrap --variant=minbase --include=systemd bookworm "$work/chroot" "${mirror:-http://deb.debian.org/debian}" \
  >"$work/debootstrap.log" 2>&1 || { tail -20 "$work/debootstrap.log"; exit 1; }
cp -L /etc/resolv.conf "$work/chroot/etc/"
cp "$package" "$work/chroot/root/"
mountpoint -q "$work/chroot/proc" || mount -t proc proc "$work/chroot/proc"
inside() { chroot "$work/chroot" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends "/root/$(basename "$package")" >"$work/install.log" 2>&1 ||
  { tail -20 "$work/install.log"; exit 1; }

echo "== as installed"
inside getent passwd chokepoint
inside stat -c '%U %a %n' /etc/chokepoint/chokepoint.toml /var/lib/chokepoint/chokepoint.db
inside chokepoint --version
inside systemd-analyze verify --man=no /lib/systemd/system/chokepoint.service /lib/systemd/system/chokepoint.timer \
  /lib/systemd/system/chokepoint-metrics.service
echo "units: verified"

echo "== a first round, as the service runs it"
inside runuser -u chokepoint -- chokepoint --config /etc/chokepoint/chokepoint.toml run
inside runuser -u chokepoint -- chokepoint --config /etc/chokepoint/chokepoint.toml status
inside dpkg --purge chokepoint >/dev/null
if inside getent passwd chokepoint >/dev/null; then echo "the user is still there after the purge"; exit 1; fi
echo "installed, verified, run, purged"
