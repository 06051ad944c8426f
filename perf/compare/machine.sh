# shellcheck shell=bash disable=SC2154 # compare.sh sets the variables
# The machine and the versions with which the figures were measured. Variables: root, scratch, python, blas, widest, processors, load,
# latency, command.

# cpu_field NAME: a field of the first processor in /proc/cpuinfo.
cpu_field() { sed -nE "s/^$1[[:space:]]*: *(.*)/\\1/p" /proc/cpuinfo 2>/dev/null | head -n 1 || true; }

cpu_model() {
  local model
  model=$(cpu_field 'model name')
  if [ -z "$model" ]; then model=$(sysctl -n machdep.cpu.brand_string 2>/dev/null || uname -m); fi
  echo "$model"
}

# The directory of the results: vendor and generation if family and model determine them, else the processor's name.
cpu_slug() {
  local generation="" line="" family model
  family=$(cpu_field 'cpu family') model=$(cpu_field model)
  case $(cpu_field vendor_id)/$family in
    AuthenticAMD/26) generation=amd-zen5 ;;
    AuthenticAMD/25)
      if { [ "$model" -ge 16 ] && [ "$model" -le 31 ]; } || { [ "$model" -ge 96 ] && [ "$model" -le 127 ]; } \
        || [ "$model" -ge 160 ]; then generation=amd-zen4; else generation=amd-zen3; fi ;;
    AuthenticAMD/23) if [ "$model" -ge 48 ]; then generation=amd-zen2; else generation=amd-zen; fi ;;
    GenuineIntel/6)
      case $model in
        85) generation=intel-skylake-sp ;;
        106 | 108) generation=intel-ice-lake-sp ;;
        143) generation=intel-sapphire-rapids ;;
        173 | 174) generation=intel-granite-rapids ;;
        207) generation=intel-emerald-rapids ;;
      esac ;;
  esac
  if [ -z "$generation" ]; then cpu_model | tr '[:upper:]' '[:lower:]' | tr -cs 'a-z0-9' '-' | sed -E 's/^-+|-+$//g'; return; fi
  case $(cpu_model) in *EPYC*) line=-epyc ;; *Ryzen*) line=-ryzen ;; *Xeon*) line=-xeon ;; esac
  echo "$generation$line"
}

# core_latency: the largest time in ns that a cache line takes from one core to another, now. A host may move its virtual cores.
core_latency() {
  local json
  json=$(dotnet "$root/artifacts/bin/AsyncRL.Cli/release/asyncrl.dll" profile catch --network mlp --threads 1 --seconds 0.1 --json 2> /dev/null) \
    || { echo "an unknown number of"; return; }
  json=${json//[[:space:]]/}
  # One core, or a system that does not bind threads to cores, has no latencies.
  case $json in *'"oneWaySeconds":'*) ;; *) echo "an unknown number of"; return ;; esac
  json=${json#*\"oneWaySeconds\":}
  tr -c '0-9.E-' '\n' <<< "${json%%]]*}" | awk '$1 > largest { largest = $1 } END { printf "%.0f", largest * 1e9 }'
}

# Prints one line about the machine and one about the versions.
consoleHost() {
  local system commit os
  # shellcheck source=/dev/null
  os=$(if [ -r /etc/os-release ]; then . /etc/os-release; fi; echo "${PRETTY_NAME:-$(uname -s)}")
  system="$(cpu_model)$(cpu_field 'cpu family' | sed 's/^/, family /')$(cpu_field model | sed 's/^/ model /')"
  echo "Machine: $system, $processors processors, $os, kernel $(uname -r), load at the start$load. A cache line took $latency ns from" \
    "one core to another before the measurement and $(core_latency) ns after it."
  commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo "of unknown version")
  git -C "$root" diff --quiet HEAD -- src perf/peers perf/compare perf/compare.sh 2>/dev/null || commit="$commit with changes"
  printf 'Versions: AsyncRL %s, .NET SDK %s' "$commit" "$(dotnet --version)"
  if [ -n "$python" ]; then
    printf ', Python %s, PyTorch %s with %s; settings: %s' "$(text python "$scratch/versions.json")" \
      "$(text torch "$scratch/versions.json")" "$blas" "${widest:-those of the libraries}"
  fi
  # shellcheck disable=SC2016 # the quotes are Markdown
  printf '.\n\nDate: %s. Command:\n\n```\n%s\n```\n' "$(date -u +%Y-%m-%d)" "$command"
}
