# shellcheck shell=bash disable=SC2154 # compare.sh sets the variables
# The compared programs. A program consists of a function round_NAME NETWORK PROCESSES SECONDS that prints the agent steps per second of one
# measurement, a line in contenders() and a name in label(). Variables: root, scratch (a directory), engine, python.

# A command that runs a measured command and counts something, with its options; empty for none.
runner=()

# Each program with its networks.
contenders() {
  echo "asyncrl ff lstm mlp dqn"
  if [ -n "$python" ]; then
    echo "pytorch_best ff mlp dqn"
    echo "pytorch_idiom ff lstm mlp dqn"
  fi
}

round_asyncrl() {
  local task method name json="$scratch/asyncrl.json" steps
  method="--algorithm a3c --set t-max=5 --set discount=0.99 --set entropy-weight=0.01 --set value-gradient-scale=0.5 \
    --set optimizer=shared-rmsprop --set learning-rate=0.0007 --set decay=0.99 --set epsilon=0.1 --set initial-mean-square=0 \
    --set clip-norm=40"
  case $1 in
    ff) task="null --network mnih2013 --set episode-length=0" ;;
    lstm) task="null --network mnih2013-lstm --set episode-length=0" ;;
    mlp) task="catch --network mlp --set rows=10 --set columns=5 --set paddle-width=1" ;;
    dqn)
      # Each thread needs an environment. The updates start early, so that nearly all agent steps have their share of one.
      task="null --network mnih2013 --set episode-length=0 --set channels=1 --set stack=4"
      method="--algorithm dqn --set environments=$2 --set replay-size=20000 --set replay-start=32 --set minibatch-size=32 \
        --set steps-per-update=4 --set target-interval=1000 --set exploration-frames=0 --set final-exploration=0.1 --set discount=0.99 \
        --set error=huber --set loss-scale=sum --set optimizer=centered-rmsprop --set learning-rate=0.00025 --set decay=0.95 \
        --set epsilon=0.01 --set initial-mean-square=0 --set clip-norm=0 --set save-replay=false" ;;
  esac
  name="$scratch/asyncrl-$1-$2"
  # The number of agent steps that the rate of the last run reaches in the given time.
  steps=1000
  if [ -f "$name" ]; then steps=$(awk -v seconds="$3" '{ n = int($1 * seconds); print n < 1000 ? 1000 : n }' "$name"); fi
  # shellcheck disable=SC2086 # task and method are several words
  ${runner[@]+"${runner[@]}"} dotnet "$engine" train $task $method --threads "$2" --agent-steps "$steps" --seed 1 \
    --set reward-clip=0 --set learning-rate-schedule=constant --set initializer=torch --set checkpoint-seconds=3600 \
    --set evaluation-episodes=0 --output "$scratch/run" --json > "$json" 2> "$scratch/log" || return 1
  rm -rf "${scratch:?}/run"
  number agentStepsPerSecond "$json" | tee "$name"
}

# round_cartpole PROCESSES SECONDS: the same for the preset of CartPole, a whole training without a target.
round_cartpole() {
  local name="$scratch/asyncrl-cartpole-$1" json="$scratch/asyncrl.json" steps=1000
  if [ -f "$name" ]; then steps=$(awk -v seconds="$2" '{ n = int($1 * seconds); print n < 1000 ? 1000 : n }' "$name"); fi
  ${runner[@]+"${runner[@]}"} dotnet "$engine" train cartpole --threads "$1" --agent-steps "$steps" --seed 1 --set evaluation-episodes=0 \
    --set learning-rate-schedule=constant \
    --output "$scratch/run" --json > "$json" 2> "$scratch/log" || return 1
  rm -rf "${scratch:?}/run"
  number agentStepsPerSecond "$json" | tee "$name"
}

round_pytorch_best() { round_pytorch best "$@"; }
round_pytorch_idiom() { round_pytorch idiom "$@"; }
round_pytorch() {
  local json="$scratch/pytorch.json" common="--form $1 --rounds 1 --seconds $4"
  # shellcheck disable=SC2086 # the common options are several words
  case $2 in
    dqn) threads=$3 pytorch dqn $common --threads "$3" ;;
    *) pytorch a3c $common --network "$2" --processes "$3" ;;
  esac > "$json" 2> "$scratch/log" || return 1
  number stepsPerSecond "$json"
}

label() {
  case $1 in
    ff) echo "convolutions, dense" ;;
    lstm) echo "convolutions, dense, LSTM" ;;
    mlp) echo "Catch, dense" ;;
    dqn) echo "DQN: convolutions, dense" ;;
    asyncrl) echo "AsyncRL" ;;
    pytorch_best) echo "PyTorch, best form" ;;
    pytorch_idiom) echo "PyTorch, idiom" ;;
    *) echo "$1" ;;
  esac
}

# number KEY FILE: the number that a JSON document has for the key, or the first number of its list.
number() { grep -oE "\"$1\": *\[?[0-9.eE+]+" "$2" | grep -oE '[0-9.eE+]+$'; }

# text KEY FILE: the string that a JSON document has for the key.
text() { grep -oE "\"$1\": *\"[^\"]*\"" "$2" | sed -E 's/.*: *"(.*)"/\1/'; }

# The first Python that has PyTorch. Debian installs PyTorch for the system's Python, which need not be the first in the path.
find_python() {
  local candidate
  for candidate in "${PYTHON:-python3}" python3 /usr/bin/python3; do
    if "$candidate" -c 'import torch, numpy' > /dev/null 2>&1; then command -v "$candidate"; return; fi
  done
}

# pytorch ALGORITHM OPTION…: with the best settings for PyTorch: the widest instructions, memory kept and not returned to the system, and
# one thread per process or as many as the variable threads has.
pytorch() {
  local algorithm=$1 name count=${threads:-1} clean=(env -u ATEN_CPU_CAPABILITY)
  for name in $(compgen -v OPENBLAS_ || true); do clean+=(-u "$name"); done
  shift
  # shellcheck disable=SC2086 # the settings are several words
  "${clean[@]}" $widest PYTHONDONTWRITEBYTECODE=1 "OMP_NUM_THREADS=$count" "OPENBLAS_NUM_THREADS=$count" "MKL_NUM_THREADS=$count" \
    MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=4294967296 MALLOC_TOP_PAD_=67108864 \
    "$python" "$root/perf/peers/pytorch_$algorithm.py" "$@"
}

widest_settings() {
  local flags
  flags=" $(grep -m1 '^flags' /proc/cpuinfo 2>/dev/null || true) "
  case $flags in
    *" avx512f "*) echo "OPENBLAS_CORETYPE=SkylakeX ATEN_CPU_CAPABILITY=avx512" ;;
    *" avx2 "*) echo "OPENBLAS_CORETYPE=Haswell ATEN_CPU_CAPABILITY=avx2" ;;
  esac
}
