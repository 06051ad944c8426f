#!/usr/bin/env bash
# Makes the pictures of docs/images anew, and compares them with those that are there.
#
#   perf/pictures.sh [--keep] [GROUP…]
#
# Without --keep the new pictures are in a temporary folder, and the exit code is 1 if one looks different: other words in a drawing, or
# another size. With --keep they replace those of docs/images. The groups, all of them by default, with their time on two cores:
#
#   screens   the games' screens, to the byte          seconds
#   catch     what an agent of Catch has learned       a minute
#   control   CartPole, the T-maze and Pendulum        a minute
#   pong      an agent of Pong that has not learned    a minute
#   agents    What the agents see: three games, and the animation of the README   half an hour; the runs stay in runs/see, and a run
#             that is there and has ended is used again
#
# The pictures of docs/results.md, docs/comparison.md and docs/studies take hours. Their pages have their commands. That of
# docs/profiling.md shows the numbers of its page.
set -euo pipefail
cd "$(dirname "$0")/.."

keep=0
groups=()
for word in "$@"; do
  case $word in
    --keep) keep=1 ;;
    screens | catch | control | pong | agents) groups+=("$word") ;;
    *) echo "The word \"$word\" is no group; expected screens, catch, control, pong, agents, or --keep." >&2; exit 2 ;;
  esac
done
if [ ${#groups[@]} = 0 ]; then groups=(screens catch control pong agents); fi

asyncrl() { dotnet artifacts/bin/AsyncRL.Cli/release/asyncrl.dll "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }; }
benchmarks() { dotnet artifacts/bin/AsyncRL.Benchmarks/release/AsyncRL.Benchmarks.dll "$@"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for project in src/AsyncRL.Cli perf/AsyncRL.Benchmarks; do
  dotnet build "$project" -c Release > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
done
new=$work/images
mkdir "$new"

# Draws a kind of picture of a run: run, kind, name of the file. A kind of several pictures leaves the others out, unless they are named.
draw() {
  rm -rf "$work/drawn"
  mkdir "$work/drawn"
  asyncrl picture "$1" "$2" --output "$work/drawn/picture.svg" "${@:4}"
  mv "$work/drawn/picture.svg" "$new/$3.svg"
}

make_screens() {
  benchmarks pictures "$work/screens" > /dev/null
  if [ $keep = 0 ]; then
    for file in "$work"/screens/*; do cmp "$file" "docs/images/$(basename "$file")" || status=1; done
  fi
  cp "$work"/screens/* "$new/"
}

make_catch() {
  asyncrl train catch --threads 1 --seed 1 --output "$work/catch"
  for kind in value-along-game policy t-sne; do draw "$work/catch" "$kind" "picture-$kind"; done
  for color in entropy action; do mv "$work/drawn/picture-$color.svg" "$new/picture-t-sne-$color.svg"; done
  draw "$work/catch" saliency picture-saliency-catch
  asyncrl picture "$work/catch" saliency --output "$new/picture-saliency.gif"
  draw "$work/catch" integrated-gradients picture-integrated-gradients
  draw "$work/catch" maximise picture-maximise
  mv "$work/drawn/picture-conv2.svg" "$new/picture-maximise-conv2.svg"
  asyncrl train catch --algorithm dqn --set dueling=true --threads 1 --seed 1 --output "$work/dqn"
  for kind in action-values filters; do draw "$work/dqn" "$kind" "picture-$kind"; done
  asyncrl train catch --threads 1 --seed 1 --set stack=3 --set drift=1 --output "$work/stack"
  draw "$work/stack" stacked-frames picture-stacked-frames
  asyncrl train catch --threads 1 --seed 1 --set keep-checkpoints=6 --set checkpoint-seconds=0.3 --output "$work/kept"
  draw "$work/kept" attention-over-training picture-attention-over-training
  draw "$work/kept" embedding-of-games picture-embedding-of-games --states 1500
  asyncrl train catch --threads 2 --seed 1 --output "$work/two"
  draw "$work/two" timeline picture-timeline
  asyncrl train catch --seeds 1..6 --side-by-side 2 --threads 1 --agent-steps 100000 --set report-seconds=0.1 --output "$work/six"
  cp "$work/six/curve.svg" "$new/six-seeds.svg"
}

make_control() {
  asyncrl train cartpole --threads 1 --seed 1 --agent-steps 60000 --output "$work/early"
  asyncrl record "$work/early" --output "$new/cartpole.png" --agent-steps 200
  asyncrl train cartpole --threads 1 --seed 1 --agent-steps 200000 --output "$work/cartpole"
  asyncrl train t-maze --threads 2 --seed 1 --output "$work/t-maze"
  for kind in value-map policy-map; do
    draw "$work/cartpole" "$kind" "picture-$kind"
    draw "$work/t-maze" "$kind" "picture-$kind-t-maze"
  done
  draw "$work/t-maze" policy see-t-maze-policy
  asyncrl train pendulum --algorithm ddpg --threads 1 --seed 1 --output "$work/ddpg"
  for kind in value-map policy-map; do draw "$work/ddpg" "$kind" "ddpg-$kind"; done
}

make_pong() {
  asyncrl train pong --threads 1 --seed 1 --agent-steps 60000 --set evaluation-episodes=0 --output "$work/pong"
  draw "$work/pong" saliency picture-saliency-pong
  draw "$work/pong" activations picture-activations
}

make_agents() {
  for game in "pong 3000000" "breakout 3000000" "seaquest 6000000"; do
    read -r name steps <<< "$game"
    if [ -f "runs/see/$name/evaluation.json" ]; then echo "$name is trained: runs/see/$name"; continue; fi
    echo "training $name, $steps agent steps"
    rm -rf "runs/see/$name"
    asyncrl train "$name" --threads 2 --seed 1 --agent-steps "$steps" --set keep-checkpoints=20 --output "runs/see/$name"
  done
  for kind in curve value-along-game saliency attention-over-training policy; do draw runs/see/pong "$kind" "see-pong-$kind"; done
  for kind in value-along-game saliency maximise t-sne; do draw runs/see/breakout "$kind" "see-breakout-$kind"; done
  for kind in value-along-game saliency t-sne; do draw runs/see/seaquest "$kind" "see-seaquest-$kind"; done
  rm "$new/see-seaquest-t-sne.svg"
  mv "$work/drawn/picture-air.svg" "$new/see-seaquest-t-sne-air.svg"
  asyncrl record runs/see/pong --output "$new/pong.gif" --agent-steps 300
}

status=0
for group in "${groups[@]}"; do
  echo "== $group"
  "make_$group"
done
if [ $keep = 1 ]; then
  cp "$new"/* docs/images/
  echo "$(ls "$new" | wc -l) pictures in docs/images"
  exit
fi
benchmarks same-pictures "$new" docs/images || status=1
exit $status
