#!/usr/bin/env bash
# Processor time per gigabyte of HLS segments (CMAF, or another format such as m3u8-aapl), against nginx sendfile of the very same bytes, in interleaved rounds.
#
#   cpu-per-gb.sh http://127.0.0.1:8080/{locatorId}/{name}.ism [rounds] [seconds] [connections] [format]
#
# The origin runs already, on this machine. Needs curl, wrk and nginx. Prints a line a round and the median of the paired ratios;
# absolute figures differ from machine to machine and from minute to minute, the ratio is what counts. Loopback favours sendfile,
# whose pages it hands over without any copy, as no network card does.
set -euo pipefail
ism=${1:?URL of a presentation, without /manifest}
rounds=${2:-5} seconds=${3:-10} connections=${4:-64} format=${5:-m3u8-cmaf}
base=$(sed -E 's#(https?://[^/]+).*#\1#' <<<"$ism") path=${ism#"$base"}
port=${base##*:}
work=$(mktemp -d)
origin=$(ss -ltnpH "sport = :$port" | grep -oP 'pid=\K\d+' | head -n 1)
trap 'kill "$(cat "$work/nginx.pid")" 2>/dev/null || true; rm -rf "$work"' EXIT

# every video segment of every level, saved under its own path
mkdir -p "$work/www"
: >"$work/paths"
curl -sf "$ism/manifest(format=$format)" | grep '^QualityLevels' | while read -r playlist; do
    curl -sf "$ism/$playlist" | grep '^Fragments' | while read -r fragment; do
        segment="$path/${playlist%%/*}/$fragment"
        mkdir -p "$work/www${segment%/*}"
        curl -sf -o "$work/www$segment" "$base$segment"
        echo "$segment" >>"$work/paths"
    done
done

cat >"$work/nginx.conf" <<CONF
worker_processes 2; pid $work/nginx.pid; error_log $work/error.log;
events { worker_connections 4096; }
http { sendfile on; tcp_nopush on; access_log off; keepalive_requests 1000000; default_type video/mp4;
    server { listen 127.0.0.1:8100 backlog=4096; root $work/www; } }
CONF
chmod -R a+rX "$work"
nginx -c "$work/nginx.conf"
sleep 1

cat >"$work/random.lua" <<LUA
local paths = {}
for line in io.lines("$work/paths") do paths[#paths + 1] = line end
math.randomseed(7)
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
done = function(summary) io.write(string.format("%d %d\n", summary.bytes, summary.errors.status + summary.errors.read)) end
LUA

ticks() { local sum=0 pid; for pid in "$@"; do sum=$((sum + $(awk '{print $14 + $15}' "/proc/$pid/stat"))); done; echo "$sum"; }
run() { # base, pids → seconds of processor time a gigabyte
    local target=$1 before bytes errors; shift
    before=$(ticks "$@")
    read -r bytes errors < <(wrk -t2 -c"$connections" -d"$seconds" -s "$work/random.lua" "$target" | tail -n 1)
    [ "$errors" = 0 ] || echo "! $errors errors" >&2
    awk -v t=$(($(ticks "$@") - before)) -v b="$bytes" 'BEGIN { printf "%.4f", t / 100 / (b / 1e9) }'
}
mapfile -t workers < <(pgrep -P "$(cat "$work/nginx.pid")")
run "$base" "$origin" >/dev/null # lets the compiler of the origin settle
for ((i = 1; i <= rounds; i++)); do
    static=$(run http://127.0.0.1:8100 "${workers[@]}")
    ours=$(run "$base" "$origin")
    awk -v a="$static" -v b="$ours" 'BEGIN { printf "nginx %s s/GB   origin %s s/GB   ratio %.2f\n", a, b, b / a }' | tee -a "$work/rounds"
done
awk '{ print $NF }' "$work/rounds" | sort -n | awk '{ r[NR] = $1 } END { print "median ratio " r[int((NR + 1) / 2)] }'
