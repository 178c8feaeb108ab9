#!/usr/bin/env bash
# Builds stand-ins for the images that compose.yaml and the container tests name, under the same names, from Debian
# packages and Maven artifacts alone: for machines with a Docker engine but no image registry. Needs Debian, root,
# debootstrap, Maven and a JDK. What is there already is kept; --force builds anew.
#
#   docker/offline-images.sh [--force]
#
#   EXPUNGE_DEBIAN_MIRROR   where packages come from (default http://deb.debian.org/debian)
#   EXPUNGE_DEBIAN_SUITE    which Debian (default bookworm, the last with Java 17)
#   EXPUNGE_MAVEN           how Maven is called (default mvn)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(dirname "$here")
mirror=${EXPUNGE_DEBIAN_MIRROR:-http://deb.debian.org/debian}
suite=${EXPUNGE_DEBIAN_SUITE:-bookworm}
force=false
[ "${1:-}" != --force ] || force=true

jre=expunge-offline/jre:17
prometheus_base=expunge-offline/prometheus-base:debian
label=io.expunge.stand-in

fail() {
  echo "offline-images: $1" >&2
  exit 1
}

say() {
  echo "==> $1"
}

[ "$(id -u)" = 0 ] || fail "needs root, for debootstrap. Where images can be pulled this script is not needed."
docker info >/dev/null 2>&1 || fail "no Docker engine answers. Start one: dockerd &"
for tool in debootstrap mvn; do
  command -v $tool >/dev/null || fail "$tool is missing: apt-get install $tool"
done

# The images as the compose file names them, so that there is one place to change a version.
image_of() {
  sed -n "s/.*\${EXPUNGE_$1_IMAGE:-\(.*\)}.*/\1/p" "$here/compose.yaml" | head -n 1
}
base_image=$(sed -n 's/^ARG BASE_IMAGE=//p' "$here/Dockerfile")
service_image=$(sed -n 's/.*${EXPUNGE_IMAGE:-\(.*\)}.*/\1/p' "$here/compose.yaml" | head -n 1)

# What a stand-in was made of; it is made again when this changes.
key=$({ cat "$here"/offline/*/* "$here/offline/pom.xml" "$here/offline-images.sh" "$here/Dockerfile"
  sed -n 's:.*<\(kafka\|apicurio\|slf4j\).version>.*:&:p' "$root/pom.xml"; } | sha256sum | cut -c1-16)

# An image of the official name that is no stand-in is left alone: it is better.
wanted() {
  $force && return 0
  found=$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$1" 2>/dev/null) || return 0
  case $found in
    "$key" | "") return 1 ;;
  esac
}

work=$(mktemp -d /var/tmp/expunge-offline.XXXXXX)
cleanup() {
  mountpoint -q "$work/debian/proc" && umount "$work/debian/proc"
  rm -rf "$work"
}
trap cleanup EXIT

# Packages on top of a minimal Debian, as an image without history.
debian_image() {
  name=$1
  shift
  if ! wanted "$name"; then
    say "$name is there"
    return
  fi
  say "$name: $suite with $*"
  if [ ! -d "$work/minbase" ]; then
    debootstrap --variant=minbase "$suite" "$work/minbase" "$mirror" >"$work/debootstrap.log" 2>&1 ||
      fail "debootstrap failed: $(tail -n 3 "$work/debootstrap.log")"
    printf '#!/bin/sh\nexit 101\n' >"$work/minbase/usr/sbin/policy-rc.d"
    chmod +x "$work/minbase/usr/sbin/policy-rc.d"
  fi
  rm -rf "$work/debian"
  cp -a "$work/minbase" "$work/debian"
  cp /etc/resolv.conf "$work/debian/etc/resolv.conf"
  mount -t proc proc "$work/debian/proc"
  DEBIAN_FRONTEND=noninteractive chroot "$work/debian" apt-get install -y -q --no-install-recommends "$@" \
    >"$work/apt.log" 2>&1 || fail "apt-get failed: $(tail -n 3 "$work/apt.log")"
  umount "$work/debian/proc"
  rm -rf "$work/debian"/var/lib/apt/lists/* "$work/debian"/var/cache/apt/* "$work/debian"/usr/share/doc/* \
    "$work/debian"/usr/share/man/* "$work/debian"/usr/share/locale/* "$work/debian"/var/log/*
  tar -C "$work/debian" --sort=name -c . | docker import --change "LABEL $label=$key" - "$name" >/dev/null
}

# An image from a context that is already filled.
build() {
  say "$1"
  shift
  # The classic builder: Debian has no other, and it says at length that it is old.
  DOCKER_BUILDKIT=0 docker build -q --label "$label=$key" "$@" >"$work/build.log" 2>&1 ||
    fail "docker build: $(tail -n 5 "$work/build.log")"
}

debian_image "$jre" openjdk-17-jre-headless
if wanted "$base_image"; then
  docker tag "$jre" "$base_image"
fi

kafka=$(image_of KAFKA)
if wanted "$kafka"; then
  mkdir -p "$work/kafka"
  cp "$here"/offline/kafka/* "$work/kafka"
  mvn -B -q -ntp -f "$here/offline/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$work/kafka/libs"
  build "$kafka" -t "$kafka" --build-arg "BASE_IMAGE=$jre" "$work/kafka"
else
  say "$kafka is there"
fi

registry=$(image_of REGISTRY)
if wanted "$registry"; then
  version=$(sed -n 's:.*<apicurio.version>\(.*\)</apicurio.version>.*:\1:p' "$root/pom.xml")
  mkdir -p "$work/registry/registry"
  cp "$here"/offline/registry/* "$work/registry" 2>/dev/null || true
  mvn -B -q -ntp -f "$here/offline/pom.xml" dependency:copy -DoutputDirectory="$work" \
    -Dartifact="io.apicurio:apicurio-registry-app:$version:tar.gz:all"
  tar -C "$work/registry/registry" -xzf "$work/apicurio-registry-app-$version-all.tar.gz"
  build "$registry" -t "$registry" --build-arg "BASE_IMAGE=$jre" "$work/registry"
else
  say "$registry is there"
fi

prometheus=$(image_of PROMETHEUS)
if wanted "$prometheus"; then
  debian_image "$prometheus_base" prometheus
  build "$prometheus" -t "$prometheus" --build-arg "BASE_IMAGE=$prometheus_base" "$here/offline/prometheus"
else
  say "$prometheus is there"
fi

# shellcheck disable=SC2086 # EXPUNGE_MAVEN is meant to be split
(cd "$root" && ${EXPUNGE_MAVEN:-mvn} -B -q -ntp -DskipTests -Dspotless.check.skip=true -Dcheckstyle.skip=true -pl docker \
  -am package)
build "$service_image" -t "$service_image" -f "$here/Dockerfile" --build-arg "BASE_IMAGE=$jre" \
  --build-arg "BUILD_IMAGE=$jre" --build-arg DISTRIBUTION=prebuilt "$root"
docker image ls --format '    {{.Repository}}:{{.Tag}}  {{.Size}}' |
  grep -F -e "$kafka" -e "$registry" -e "$prometheus" -e "$base_image" -e "$service_image" || true
