"""The spaces of Gymnasium, as far as the bridge looks at them."""

import numpy


class Space:
    shape, dtype = None, None


class Box(Space):
    def __init__(self, low, high, shape=None, dtype="float32"):
        self.shape = tuple(shape) if shape is not None else numpy.asarray(low).shape
        self.dtype = dtype
        self.low, self.high = [numpy.asarray(bound, dtype) if isinstance(bound, list) or hasattr(bound, "shape")
                               else numpy.full(self.shape, bound, dtype) for bound in (low, high)]


class Discrete(Space):
    def __init__(self, n, start=0):
        self.n, self.start = n, start


class MultiDiscrete(Space):
    def __init__(self, nvec, start=None):
        self.nvec, self.start = numpy.asarray(nvec), numpy.asarray(start or [0] * len(nvec))
        self.shape, self.dtype = self.nvec.shape, "int64"


class MultiBinary(Space):
    def __init__(self, n):
        self.n, self.shape, self.dtype = n, (n,), "int8"


class Dict(Space):
    def __init__(self, parts):
        self.parts = parts

    def __repr__(self):
        return "Dict('a': Discrete(2))"
