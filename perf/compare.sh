#!/usr/bin/env bash
# Runs AsyncRL and other programs with the same networks in turn and prints how many times as fast AsyncRL is. See perf/README.md.
set -euo pipefail

usage() {
  cat <<'END'
Compares AsyncRL with other programs on this machine: agent steps per second, in turn, round by round.

Usage: perf/compare.sh [--rounds N] [--seconds S] [--networks LIST] [--processes LIST] [--output FILE]

  --rounds N        times that each program is measured; default 5
  --seconds S       length of a measurement, a whole number; default 3
  --networks LIST   of ff (A3C with two convolutions and a dense layer), lstm (with an LSTM), mlp (Catch), and dqn (DQN with the
                    network of ff); default ff,lstm,mlp,dqn
  --processes LIST  numbers of actor-learners: threads of AsyncRL, processes of PyTorch; of dqn the threads of the one learner in
                    both; default 1 and the number of processors
  --output FILE     file that receives the table; default perf/results/<CPU>/compare.md

Example: perf/compare.sh --rounds 3 --networks ff --processes 1
END
}

die() { printf 'compare.sh: %s\n' "$1" >&2; exit "${2:-1}"; }
whole() { [[ $1 =~ ^[1-9][0-9]{0,3}$ ]]; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=perf/compare/contenders.sh
. "$root/perf/compare/contenders.sh"
# shellcheck source=perf/compare/machine.sh
. "$root/perf/compare/machine.sh"

measure() {
  local network count round program networks_of rate
  for network in ${networks//,/ }; do
    for count in ${processes//,/ }; do
      # Each run derives its number of agent steps from the rate of the previous run. The share of the start-up time decreases.
      for ((round = 1; round <= 4; round++)); do round_asyncrl "$network" "$count" 1 > /dev/null || failed asyncrl; done
      for ((round = 1; round <= rounds; round++)); do
        printf '%s, %s, round %s of %s\n' "$(label "$network")" "$count" "$round" "$rounds" >&2
        while read -r program networks_of; do
          case " $networks_of " in *" $network "*) ;; *) continue ;; esac
          rate=$("round_$program" "$network" "$count" "$seconds" < /dev/null) || failed "$program"
          echo "$network $count $program $round $rate" >> "$scratch/samples"
        done < <(contenders)
      done
    done
  done
}

failed() { cat "$scratch/log" >&2; die "$(label "$1") failed; what it wrote is above."; }

# Prints the rates of each program, and AsyncRL's rates divided by them, round by round.
table() {
  local network count program networks_of
  echo "| network | actor-learners; DQN: threads | program | agent steps/s, median | from – to | AsyncRL is × as fast, median | from – to |"
  echo "| --- | --- | --- | --- | --- | --- | --- |"
  for network in ${networks//,/ }; do
    for count in ${processes//,/ }; do
      while read -r program networks_of; do
        case " $networks_of " in *" $network "*) ;; *) continue ;; esac
        awk -v key="$network $count" -v program="$program" \
          -v start="| $(label "$network") | $count | $(label "$program") |" \
          -f "$root/perf/compare/statistics.awk" "$scratch/samples"
      done < <(contenders)
    done
  done
}

rounds=5 seconds=3 networks=ff,lstm,mlp,dqn processes="" output="" command="perf/compare.sh${*:+ $*}"
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --rounds | --seconds | --networks | --processes | --output) [ $# -ge 2 ] || die "$1 has no value; expected one." 2 ;;
    *) die "\"$1\" is no option; expected one of --rounds, --seconds, --networks, --processes, --output, --help." 2 ;;
  esac
  case $1 in
    --rounds) rounds=$2; whole "$2" || die "--rounds is \"$2\"; expected a whole number from 1 to 9999." 2 ;;
    --seconds) seconds=$2; whole "$2" || die "--seconds is \"$2\"; expected a whole number from 1 to 9999." 2 ;;
    --networks)
      networks=$2
      [[ $2 =~ ^(ff|lstm|mlp|dqn)(,(ff|lstm|mlp|dqn))*$ ]] || die "--networks is \"$2\"; expected some of ff,lstm,mlp,dqn." 2 ;;
    --processes)
      processes=$2
      [[ $2 =~ ^[1-9][0-9]{0,3}(,[1-9][0-9]{0,3})*$ ]] || die "--processes is \"$2\"; expected whole numbers with commas between." 2 ;;
    --output) output=$2 ;;
  esac
  shift 2
done

processors=$(getconf _NPROCESSORS_ONLN)
if [ -z "$processes" ]; then processes=1; if [ "$processors" -gt 1 ]; then processes=1,$processors; fi; fi
load=$(awk '{ print " " $1 }' /proc/loadavg 2>/dev/null || echo " unknown")
widest=$(widest_settings)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

command -v dotnet > /dev/null || die "dotnet was not found; expected the .NET 10 SDK, https://dotnet.microsoft.com/download."
dotnet build "$root/src/AsyncRL.Cli" -c Release > "$scratch/log" 2>&1 || failed asyncrl
engine=$root/artifacts/bin/AsyncRL.Cli/release/asyncrl.dll

python=$(find_python)
if [ -n "$python" ]; then
  for algorithm in a3c dqn; do pytorch "$algorithm" --check > "$scratch/log" 2>&1 || failed pytorch_best; done
  pytorch a3c --network mlp --rounds 1 --seconds 0.1 > "$scratch/versions.json" 2> "$scratch/log" || failed pytorch_idiom
  blas=$(text blas "$scratch/versions.json")
  if [ "$blas" = "reference BLAS" ]; then
    echo "compare.sh: PyTorch works with the reference BLAS, which is slow; apt-get install libopenblas0-pthread gives it a fast one." >&2
  fi
fi

latency=$(core_latency)
measure
consoleHost > "$scratch/table"
{ echo; table; } >> "$scratch/table"
if [ -z "$python" ]; then
  cat "$scratch/table"
  echo "Only AsyncRL was measured, and no file written: no python3 has PyTorch. Install it with apt-get install python3-torch" \
    "python3-numpy libopenblas0-pthread (Debian, Ubuntu) or python3 -m pip install torch numpy."
  exit 0
fi
if [ -z "$output" ]; then output=$root/perf/results/$(cpu_slug)/compare.md; fi
mkdir -p "$(dirname "$output")"
{ printf '# AsyncRL beside other programs\n\n'; cat "$scratch/table"; } > "$output"
cat "$output"
