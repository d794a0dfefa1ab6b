#!/usr/bin/env bash
# Repeats the media figures of ../README.md: builds the load tool and the bench host, runs every load against a fresh host.
# Usage: LoadgenRuns.sh [path of the load tool's folder, default ../shared/tools/loadgen beside the repository]
# SRTP="gcm sha1", SECONDS_EACH=15 and WARMUP=10 may be set (the runtime recompiles hot code in the first seconds, on the same bill); other arguments of the host by HOST_ARGS, e.g. HOST_ARGS=--Media:GatherMicroseconds=0
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
tool=${1:-$root/../shared/tools/loadgen}
work=$(mktemp -d)
host=
trap '[ -z "$host" ] || kill "$host" 2>/dev/null || true; rm -rf "$work"' EXIT

cp -r "$tool" "$work/tool"
chmod -R u+w "$work/tool"
"$work/tool/build" "$work/loadgen" >/dev/null
dotnet build "$root/tests/VirtualWindow.Benchmarks" -c Release -v quiet
url=http://127.0.0.1:${PORT:-5085}

run() {
  # shellcheck disable=SC2086
  "$root/tests/VirtualWindow.Benchmarks/bin/Release/net10.0/VirtualWindow.Benchmarks" media --urls "$url" --Media:Port=0 ${HOST_ARGS:-} >"$work/host.log" 2>&1 &
  host=$!
  for _ in $(seq 100); do curl -sf -o /dev/null "$url/counters" && break; sleep 0.1; done
  "$work/loadgen" -backend whip -whip-url "$url/whip/{room}/{peer}" -whep-url "$url/whep/{room}/{peer}" \
    -token bench-token-for-loadgen -pid "$host" -warmup "${WARMUP:-10}s" -duration "${SECONDS_EACH:-15}s" "$@"
  curl -s "$url/counters"
  echo
  kill "$host"
  wait "$host" 2>/dev/null || true
  host=
}

for srtp in ${SRTP:-gcm sha1}; do
  run -srtp "$srtp" -rooms 10 -pubs 2
  run -srtp "$srtp" -rooms 40 -pubs 2
  run -srtp "$srtp" -rooms 40 -pubs 2 -burst
  run -srtp "$srtp" -rooms 1 -pubs 1 -subs 50
done
run -srtp gcm -rooms 200 -pubs 2
