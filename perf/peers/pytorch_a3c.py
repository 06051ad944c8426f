#!/usr/bin/env python3
"""
A3C in PyTorch, for comparison with AsyncRL: the same networks, segments of five, shared RMSProp, gradients clipped at 40, parameters in
memory that processes update without locks. Prints one line of JSON. perf/compare.sh runs it with the settings that serve PyTorch best.
"""

import argparse
import json
import platform
import random
import sys
import time

import torch
import torch.multiprocessing as multiprocessing

import check
from learners import FORMS
from networks import TASKS, make_network
from rmsprop import make_squares

WARM_UP_SECONDS = 0.5


def main():
    """:return: the exit code."""
    options = parse(sys.argv[1:])
    torch.set_num_threads(1)
    if options.check:
        return check.run()
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
    print(json.dumps({
        "form": options.form,
        "network": options.network,
        "processes": options.processes,
        "parameters": sum(parameter.numel() for parameter in shared.parameters()),
        "stepsPerSecond": [round(rate, 1) for rate in (steps / seconds).tolist()],
        "secondsPerRound": options.seconds,
        "torch": torch.__version__,
        "python": platform.python_version(),
        "blas": blas(),
        "threadsPerProcess": torch.get_num_threads(),
    }))
    return 0


class Parser(argparse.ArgumentParser):
    """Reports an error in one sentence, without the usage."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message}.\n")


def parse(arguments):
    """:return: the options; if they are wrong, the program ends with one sentence and exit code 2."""
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--form", choices=FORMS, default="idiom", help="how it is written (default: idiom)")
    parser.add_argument("--network", choices=TASKS, default="ff", help="what it learns (default: ff)")
    parser.add_argument("--processes", type=whole, default=1, help="actor-learners (default: 1)")
    parser.add_argument("--rounds", type=whole, default=5, help="times to measure (default: 5)")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a round (default: 2)")
    parser.add_argument("--seed", type=int, default=1, help="seed of all chance (default: 1)")
    parser.add_argument("--check", action="store_true", help="verify that both forms compute the same update, and measure nothing")
    options = parser.parse_args(arguments)
    if options.form == "best" and options.network == "lstm":
        parser.error("the network lstm has no form best; expected --form idiom")
    if not 0 < options.seconds <= 3600:
        parser.error(f"--seconds is {options.seconds}; expected more than 0 and at most 3600")
    return options


def whole(text):
    """:return: a whole number of at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"\"{text}\"; expected a whole number of at least 1")
    return int(text)


def measure(index, options, shared, squares, barrier, counts):
    """One actor-learner: warms up, then writes the agent steps and seconds of each round. All actor-learners begin a round together."""
    torch.set_num_threads(1)
    random.seed(options.seed + index)
    torch.manual_seed(options.seed + index)
    form = FORMS[options.form]
    learner = form(shared, squares, TASKS[options.network][0](form.channels_last))
    play(learner, WARM_UP_SECONDS)
    for i in range(options.rounds):
        barrier.wait()
        counts[index, i, 0], counts[index, i, 1] = play(learner, options.seconds)


def play(learner, seconds):
    """:return: the agent steps done in about the given time, and the exact time, which is a little longer."""
    steps, start = 0, time.perf_counter()
    while True:
        steps += learner.segment()
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return steps, elapsed


def blas():
    """:return: the library that multiplies PyTorch's matrices; Debian's reference BLAS is several times slower than any other."""
    if "BLAS_INFO=mkl" in torch.__config__.show():
        return "MKL"
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            loaded = maps.read()
    except OSError:
        return "unknown"
    for name, library in (("openblas", "OpenBLAS"), ("libmkl", "MKL"), ("libblis", "BLIS"), ("libblas", "reference BLAS")):
        if name in loaded:
            return library
    return "unknown"


if __name__ == "__main__":
    sys.exit(main())
