#!/usr/bin/env bash
# Measures every media figure of ../README.md and prints its table: builds the load tool and the bench host, runs every load against a
# fresh host, then the same loads against Debian's Janus. About 10 minutes; compare figures only where "others" stays below 0.2 cores.
# Usage: LoadgenRuns.sh [path of the load tool's folder, default ../shared/tools/loadgen beside the repository]
# May be set: SECONDS_EACH=10, WARMUP=8 (hot code is compiled in the first seconds), ONLY="40x2 churn" (rows), JANUS=0 (leave Janus out),
# HOST_ARGS (other arguments of the host, e.g. --Media:GatherMicroseconds=0). Full reports land in REPORTS (default: a new folder, printed).
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
tool=${1:-$root/../shared/tools/loadgen}
work=$(mktemp -d)
reports=${REPORTS:-$(mktemp -d)}
server=
trap 'stop; rm -rf "$work"' EXIT
url=http://127.0.0.1:${PORT:-5085}

stop() {
  [ -z "$server" ] && return
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}

start_ours() {
  # shellcheck disable=SC2086
  "$root/tests/VirtualWindow.Benchmarks/bin/Release/net10.0/VirtualWindow.Benchmarks" media --urls "$url" --Media:Port=0 --Media:Loops=1 ${HOST_ARGS:-} >"$reports/host.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do curl -sf -o /dev/null "$url/counters" && return; sleep 0.1; done
  cat "$reports/host.log"; exit 1
}

start_janus() {
  JANUS_LOOPS=1 "$work/tool/janus-run" >"$reports/janus.log" 2>&1 &
  server=$!
  for _ in $(seq 1800); do (: </dev/tcp/127.0.0.1/18188) 2>/dev/null && sleep 1 && return; sleep 0.1; done
  tail "$reports/janus.log"; exit 1
}

load() { # report, arguments of the load tool
  local report=$1; shift
  "$work/loadgen" -pid "$server" -warmup "${WARMUP:-8}s" -duration "${SECONDS_EACH:-10}s" -json "$reports/$report.json" "$@" >"$reports/$report.txt" 2>&1 || echo "failed" >>"$reports/$report.txt"
}

ours() { load "$@" -backend whip -whip-url "$url/whip/{room}/{peer}" -whep-url "$url/whep/{room}/{peer}" -token bench-token-for-loadgen; }

wanted() { [ -z "${ONLY:-}" ] || [[ " $ONLY " == *" $1 "* ]]; }

run() { # name, profile, arguments
  local name=$1 srtp=$2; shift 2
  wanted "$name" || return 0
  start_ours; ours "$name-$srtp" -srtp "$srtp" "$@"; curl -s "$url/counters" >>"$reports/$name-$srtp.txt"; stop
  if [ "$srtp" = gcm ] && [ "${JANUS:-1}" = 1 ] && [ "$name" != 200x2 ]; then
    start_janus; load "$name-janus" -backend janus -srtp gcm "$@"; stop
  fi
  echo "measured $name $srtp" >&2
}

resident() { # KiB after a full collection
  curl -s -X POST -o /dev/null "$url/collect"; sleep 1
  awk '/VmRSS/ { print $2 }' "/proc/$server/status"
}

# 1,000 connections without a packet, beside 100 that warmed everything up.
peers() {
  wanted peers || return 0
  start_ours
  ours peers-warm -srtp gcm -rooms 50 -pubs 2 -no-cross -video-pps 0 -audio=false -warmup 1s -duration 1s
  local before after
  before=$(resident)
  ours peers -srtp gcm -rooms 500 -pubs 2 -no-cross -video-pps 0 -audio=false -warmup 3s -duration 30s &
  local tool=$!
  for _ in $(seq 300); do [ "$(curl -s "$url/counters" | awk '/^peers/ { print $2 }')" = 1000 ] && break; sleep 0.1; done
  after=$(resident)
  wait "$tool" || true
  stop
  awk -v a="$after" -v b="$before" 'BEGIN { printf "%.1f\n", (a - b) / 1000 }' >"$reports/peers.kib"
}

field() { # report, field
  [ -f "$reports/$1.json" ] && sed -n "s/.*\"$2\": *\([-0-9.e+]*\).*/\1/p" "$reports/$1.json" | head -1 || true
}

row() { # title, name, profile, aim
  local f="$2-$3" key=${5:-forwarded_per_server_cpu_s}
  wanted "$2" || return 0
  local us janus
  us=$(field "$f" "$key"); janus=$([ "$3" = gcm ] && field "$2-janus" "$key" || true)
  awk -v title="$1" -v srtp="$3" -v us="$us" -v aim="$4" -v janus="$janus" -v p50="$(field "$f" latency_p50_ms)" -v p99="$(field "$f" latency_p99_ms)" \
      -v loss="$(field "$f" loss_pct)" -v others="$(field "$f" other_processes_cpu_cores)" -v jothers="$(field "$2-janus" other_processes_cpu_cores)" 'BEGIN {
    ratio = (janus + 0 > 0) ? sprintf("%.1f", us / janus) : ""
    them = (janus == "") ? "" : sprintf("%d", janus)
    printf("| %s | %s | %d | %s | %.2f / %.2f | %.4f | %.2f | %s | %s | %s |\n", title, srtp, us, aim, p50, p99, loss, others, them, ratio, (janus == "") ? "" : sprintf("%.2f", jothers)) }'
}

cp -r "$tool" "$work/tool"
chmod -R u+w "$work/tool"
"$work/tool/build" "$work/loadgen" >/dev/null
dotnet build "$root/tests/VirtualWindow.Benchmarks" -c Release -v quiet

run 1x2 gcm -rooms 1 -pubs 2
run 10x2 gcm -rooms 10 -pubs 2
run 40x2 gcm -rooms 40 -pubs 2
run 40x2-burst gcm -rooms 40 -pubs 2 -burst
run 1x50 gcm -rooms 1 -pubs 1 -subs 50
run 200x2 gcm -rooms 200 -pubs 2
run churn gcm -churn 4
for shape in "10x2 -rooms 10 -pubs 2" "40x2 -rooms 40 -pubs 2" "40x2-burst -rooms 40 -pubs 2 -burst" "1x50 -rooms 1 -pubs 1 -subs 50"; do
  # shellcheck disable=SC2086
  set -- $shape; run "$1" sha1 "${@:2}"
done
peers

echo "reports in $reports"
echo "| load | profile | ours | aim | p50 / p99, ms | loss, % | others | Janus | ratio | others |"
echo "|---|---|---:|---:|---|---:|---:|---:|---:|---:|"
row "1 room × 2" 1x2 gcm 40,000
row "10 rooms × 2" 10x2 gcm 170,000
row "40 rooms × 2" 40x2 gcm 260,000
row "40 rooms × 2 \`-burst\`" 40x2-burst gcm 300,000
row "1 × 50" 1x50 gcm 480,000
row "200 rooms × 2 (80,000 packets/s in, as many out)" 200x2 gcm "held, p99 < 10 ms"
row "10 rooms × 2" 10x2 sha1 119,000
row "40 rooms × 2" 40x2 sha1 182,000
row "40 rooms × 2 \`-burst\`" 40x2-burst sha1 210,000
row "1 × 50" 1x50 sha1 336,000
row "new connections (\`-churn 4\`)" churn gcm 400 churn_pcs_per_server_cpu_s
if wanted peers; then echo "memory per idle connection: $(cat "$reports/peers.kib") KiB (aim: at most 64)"; fi
