"""What the checks of both algorithms share: they compare numbers with expected ones and report the differences."""

import numpy as np


def report(checks):
    """
    Prints the result of each check.

    :param checks: for each its name, the error and the largest error allowed.
    :return: the exit code: 1 if a check failed.
    """
    passed = True
    for name, error, tolerance in checks:
        good = error <= tolerance
        passed = passed and good
        print(f"{'ok' if good else 'WRONG'}: {name}: relative error {error:.1e}, allowed {tolerance:.0e}")
    return 0 if passed else 1


def relative_error(actual, expected, before=None):
    """:return: the norm of the difference, relative to the norm of the expected state or, given a state before, of the change."""
    difference = size = 0.0
    for i, (a, e) in enumerate(zip(actual, expected)):
        a, e = np.asarray(a.detach(), dtype=np.float64), np.asarray(getattr(e, "detach", lambda e=e: e)(), dtype=np.float64)
        base = 0.0 if before is None else np.asarray(before[i], dtype=np.float64)
        difference += ((a - e) ** 2).sum()
        size += ((e - base) ** 2).sum()
    return float(np.sqrt(difference / size))
