"""What the measured programs share: their command line, the length of a measurement, and the versions that they report."""

import argparse
import platform
import time

import torch

WARM_UP_SECONDS = 0.5


class Parser(argparse.ArgumentParser):
    """Reports an error in one sentence, without the usage."""

    def __init__(self, description, forms):
        """
        :param description: the description of the program.
        :param forms: the forms in which it is written.
        """
        super().__init__(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
        self.add_argument("--form", choices=forms, default="idiom", help="how it is written (default: idiom)")
        self.add_argument("--rounds", type=whole, default=5, help="times to measure (default: 5)")
        self.add_argument("--seconds", type=float, default=2.0, help="length of a round (default: 2)")
        self.add_argument("--seed", type=int, default=1, help="seed of all chance (default: 1)")
        self.add_argument("--check", action="store_true", help="verify that both forms compute the same update, and measure nothing")

    def error(self, message):
        self.exit(2, f"{self.prog}: {message}.\n")

    def parse(self, arguments):
        """:return: the options; if they are wrong, the program ends with one sentence and exit code 2."""
        options = self.parse_args(arguments)
        if not 0 < options.seconds <= 3600:
            self.error(f"--seconds is {options.seconds}; expected more than 0 and at most 3600")
        return options


def whole(text):
    """:return: a whole number of at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"\"{text}\"; expected a whole number of at least 1")
    return int(text)


def play(advance, seconds):
    """
    Repeats a part of the training.

    :param advance: does the part and returns its agent steps.
    :param seconds: for how long.
    :return: the agent steps done in about the given time, and the exact time, which is a little longer.
    """
    steps, start = 0, time.perf_counter()
    while True:
        steps += advance()
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return steps, elapsed


def result(options, network, rates):
    """:return: what every program prints of a measurement."""
    return {
        "form": options.form,
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "stepsPerSecond": [round(rate, 1) for rate in rates],
        "secondsPerRound": options.seconds,
        "torch": torch.__version__,
        "python": platform.python_version(),
        "blas": blas(),
        "threadsPerProcess": torch.get_num_threads(),
    }


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
