#!/usr/bin/env python3
"""
A3C in PyTorch, for comparison with AsyncRL: the same networks, segments of five, shared RMSProp, gradients clipped at 40, parameters in
memory that processes update without locks. Prints one line of JSON. perf/compare.sh runs it with the settings that serve PyTorch best.
"""

import json
import random
import sys

import torch
import torch.multiprocessing as multiprocessing

import a3c_check
from a3c_learners import FORMS
from measurement import WARM_UP_SECONDS, Parser, play, result, whole
from networks import TASKS, make_network
from rmsprop import make_squares


def main():
    """:return: the exit code."""
    options = parse(sys.argv[1:])
    torch.set_num_threads(1)
    if options.check:
        return a3c_check.run()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    shared = make_network(options.network)
    if FORMS[options.form].channels_last and options.network != "mlp":
        shared = shared.to(memory_format=torch.channels_last)
    shared.share_memory()
    squares = make_squares(shared)
    counts = torch.zeros(options.processes, options.rounds, 2, dtype=torch.float64).share_memory_()
    barrier = multiprocessing.get_context("spawn").Barrier(options.processes)
    multiprocessing.spawn(measure, (options, shared, squares, barrier, counts), nprocs=options.processes)
    steps, seconds = counts[:, :, 0].sum(dim=0), counts[:, :, 1].max(dim=0).values
    rates = (steps / seconds).tolist()
    print(json.dumps({"network": options.network, "processes": options.processes, **result(options, shared, rates)}))
    return 0


def parse(arguments):
    """:return: the options; if they are wrong, the program ends with one sentence and exit code 2."""
    parser = Parser(__doc__, FORMS)
    parser.add_argument("--network", choices=TASKS, default="ff", help="what it learns (default: ff)")
    parser.add_argument("--processes", type=whole, default=1, help="actor-learners (default: 1)")
    options = parser.parse(arguments)
    if options.form == "best" and options.network == "lstm":
        parser.error("the network lstm has no form best; expected --form idiom")
    return options


def measure(index, options, shared, squares, barrier, counts):
    """One actor-learner: warms up, then writes the agent steps and seconds of each round. All actor-learners begin a round together."""
    torch.set_num_threads(1)
    random.seed(options.seed + index)
    torch.manual_seed(options.seed + index)
    form = FORMS[options.form]
    learner = form(shared, squares, TASKS[options.network][0](form.channels_last))
    play(learner.segment, WARM_UP_SECONDS)
    for i in range(options.rounds):
        barrier.wait()
        counts[index, i, 0], counts[index, i, 1] = play(learner.segment, options.seconds)


if __name__ == "__main__":
    sys.exit(main())
