#!/usr/bin/env bash
# Runs this checkout and another commit of it in turn and prints how many times as fast this one is. See perf/README.md.
set -euo pipefail

usage() {
  cat <<'END'
Measures this checkout against another commit on this machine: agent steps per second, in turn, round by round.

Usage: perf/against.sh COMMIT [--rounds N] [--seconds S] [--rows LIST] [--threads LIST] [--output FILE]

  COMMIT          the commit to compare with, for example HEAD~1 or 4d9a026; files that are not committed belong to this checkout
  --rounds N      times that each of the two is measured per row; default 10
  --seconds S     length of a measurement, a whole number; default 2
  --rows LIST     of ff (two convolutions and a dense layer), lstm (with an LSTM), mlp (Catch), cartpole (whole training); default all
  --threads LIST  numbers of actor-learners; default 1 and the number of processors
  --output FILE   file that receives the table, too

Examples: perf/against.sh HEAD
          perf/against.sh main --rows mlp,cartpole --threads 1 --rounds 40
END
}

die() { printf 'against.sh: %s\n' "$1" >&2; exit "${2:-1}"; }
whole() { [[ $1 =~ ^[1-9][0-9]{0,3}$ ]]; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=perf/compare/contenders.sh
. "$root/perf/compare/contenders.sh"
# shellcheck source=perf/compare/machine.sh
. "$root/perf/compare/machine.sh"

rounds=10 seconds=2 rows=ff,lstm,mlp,cartpole threads="" output="" other="" python="" command="perf/against.sh${*:+ $*}"
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --rounds | --seconds | --rows | --threads | --output) [ $# -ge 2 ] || die "$1 has no value; expected one." 2 ;;
    -*) die "\"$1\" is no option; expected one of --rounds, --seconds, --rows, --threads, --output, --help." 2 ;;
    *) [ -z "$other" ] || die "\"$1\" is a second commit; expected one." 2; other=$1; shift; continue ;;
  esac
  case $1 in
    --rounds) rounds=$2; whole "$2" || die "--rounds is \"$2\"; expected a whole number from 1 to 9999." 2 ;;
    --seconds) seconds=$2; whole "$2" || die "--seconds is \"$2\"; expected a whole number from 1 to 9999." 2 ;;
    --rows)
      rows=$2
      [[ $2 =~ ^(ff|lstm|mlp|cartpole)(,(ff|lstm|mlp|cartpole))*$ ]] || die "--rows is \"$2\"; expected some of ff,lstm,mlp,cartpole." 2 ;;
    --threads)
      threads=$2
      [[ $2 =~ ^[1-9][0-9]{0,3}(,[1-9][0-9]{0,3})*$ ]] || die "--threads is \"$2\"; expected whole numbers with commas between." 2 ;;
    --output) output=$2 ;;
  esac
  shift 2
done

[ -n "$other" ] || die "The commit to compare with is missing; expected one, for example HEAD~1." 2
hash=$(git -C "$root" rev-parse --verify --quiet "$other^{commit}") || die "\"$other\" is no commit of this repository; expected one." 2
command -v dotnet > /dev/null || die "dotnet was not found; expected the .NET 10 SDK, https://dotnet.microsoft.com/download."
processors=$(getconf _NPROCESSORS_ONLN)
if [ -z "$threads" ]; then threads=1; if [ "$processors" -gt 1 ]; then threads=1,$processors; fi; fi
load=$(awk '{ print " " $1 }' /proc/loadavg 2>/dev/null || echo " unknown")
scratch=$(mktemp -d)
clean() { git -C "$root" worktree remove --force "$scratch/other" > /dev/null 2>&1 || true; rm -rf "$scratch"; }
trap clean EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

build() {
  echo "Building $1." >&2
  dotnet build "$2/src/AsyncRL.Cli" -c Release -p:RunAnalyzers=false > "$scratch/log" 2>&1 || { cat "$scratch/log" >&2; die "$1 does not build."; }
}

git -C "$root" worktree add --quiet --detach "$scratch/other" "$hash"
build "this checkout" "$root"
build "$other" "$scratch/other"
latency=$(core_latency)

# The processor's own count, where it has one that a program may read: it does not depend on other programs.
counts=""
if command -v perf > /dev/null && perf stat -x, -e instructions:u true 2>&1 | grep -q '^[0-9]'; then counts=yes; fi

# measure_one NAME ROOT ROW THREADS ROUND: adds "row threads name round rate instructions" to the samples.
measure_one() {
  local engine=$2/artifacts/bin/AsyncRL.Cli/release/asyncrl.dll rate instructions=0
  if [ "$counts" ]; then runner=(perf stat -x, -e instructions:u -o "$scratch/counts"); else runner=(); fi
  if [ "$3" = cartpole ]; then rate=$(round_cartpole "$4" "$seconds"); else rate=$(round_asyncrl "$3" "$4" "$seconds"); fi \
    || { cat "$scratch/log" >&2; die "The row $3 of $1 failed; what it wrote is above."; }
  if [ "$counts" ]; then
    instructions=$(awk -F, -v steps="$(number agentSteps "$scratch/asyncrl.json")" '/instructions/ { print $1 / steps }' "$scratch/counts")
  fi
  if [ "$5" -gt 0 ]; then echo "$3 $4 $1 $5 $rate ${instructions:-0}" >> "$scratch/samples"; fi
}

for row in ${rows//,/ }; do
  for count in ${threads//,/ }; do
    # Each run derives its number of agent steps from the rate of the last one of the row. The first runs are not counted.
    for ((round = -1; round <= rounds; round++)); do
      if [ "$round" -gt 0 ]; then echo "$row, $count, round $round of $rounds" >&2; fi
      if ((round % 2)); then order="this other"; else order="other this"; fi
      for name in $order; do
        if [ "$name" = this ]; then place=$root; else place=$scratch/other; fi
        measure_one "$name" "$place" "$row" "$count" "$round"
      done
    done
  done
done

{
  consoleHost
  printf '\n| row | actor-learners | this: agent steps/s | %s | this is × as fast, median | 95 %% of the median |' "$other"
  if [ "$counts" ]; then printf ' instructions of a step, this over the other |'; fi
  printf '\n| --- | --- | --- | --- | --- | --- |%s\n' "${counts:+ --- |}"
  for row in ${rows//,/ }; do
    for count in ${threads//,/ }; do
      awk -v key="$row $count" -v counts="$counts" -f "$root/perf/compare/ratios.awk" "$scratch/samples"
    done
  done
} | tee ${output:+"$output"}
