#!/usr/bin/env python3
"""
DQN in PyTorch, for comparison with AsyncRL: the same network, replay of single frames, minibatches of 32, an update for four agent steps,
centered RMSProp. Prints one line of JSON. perf/compare.sh runs it with the settings that serve PyTorch best.
"""

import json
import random
import sys

import numpy as np
import torch

import dqn_check
from dqn_learners import FORMS
from environments import NullFrames
from measurement import WARM_UP_SECONDS, Parser, play, result, whole
from networks import make_action_values
import replay

REPLAY_SIZE = 20_000


def main():
    """:return: the exit code."""
    parser = Parser(__doc__, FORMS)
    parser.add_argument("--threads", type=whole, default=1, help="threads of each operation (default: 1)")
    options = parser.parse(sys.argv[1:])
    torch.set_num_threads(options.threads)
    if options.check:
        return dqn_check.run()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    form, network = FORMS[options.form], make_action_values()
    if form.channels_last:
        network = network.to(memory_format=torch.channels_last)
    memory = replay.FORMS[options.form](REPLAY_SIZE, np.random.default_rng(options.seed))
    learner = form(network, memory, NullFrames())
    learner.fill()
    play(learner.round, WARM_UP_SECONDS)
    counts = [play(learner.round, options.seconds) for _ in range(options.rounds)]
    rates = [steps / seconds for steps, seconds in counts]
    print(json.dumps({"threads": options.threads, **result(options, network, rates)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
