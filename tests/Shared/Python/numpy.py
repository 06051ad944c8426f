"""A stand-in for numpy, of the standard library alone: the little that the bridge to Gymnasium and its tests use."""

import array

__version__ = "stub"
inf = float("inf")
CODES = {"float32": "f", "float64": "d", "uint8": "B", "int8": "b", "int32": "i", "int64": "q", "bool": "B"}
NAMES = {"<f4": "float32", "<i4": "int32", "u1": "uint8"}


class ndarray:
    """Numbers with a shape and the name of a type."""

    def __init__(self, numbers, shape, dtype, writes=True):
        self.dtype, self.writes = NAMES.get(dtype, dtype), writes
        self.data, self.shape = array.array(CODES[self.dtype], numbers), tuple(shape)

    def tobytes(self):
        return self.data.tobytes()

    def tolist(self):
        return list(self.data)

    def reshape(self, *shape):
        shape = shape[0] if isinstance(shape[0], tuple) else shape
        return ndarray(self.data, (len(self.data),) if shape == (-1,) else shape, self.dtype, self.writes)

    def astype(self, dtype):
        whole = NAMES.get(dtype, dtype) not in ("float32", "float64")
        return ndarray([int(number) if whole else number for number in self.data], self.shape, dtype)

    def copy(self):
        return ndarray(self.data, self.shape, self.dtype)

    def max(self):
        return max(self.data)

    def __len__(self):
        return self.shape[0]

    def __mul__(self, factor):
        return ndarray([number * factor for number in self.data], self.shape, self.dtype)

    def __add__(self, other):
        return ndarray([left + right for left, right in zip(self.data, other.data)], self.shape, self.dtype)

    def __getitem__(self, index):
        return self.data[index]

    def __setitem__(self, index, value):
        if not self.writes:
            raise ValueError("assignment destination is read-only")
        if index is not Ellipsis:
            self.data[index] = value
        else:
            self.data[:] = value.data if isinstance(value, ndarray) else array.array(self.data.typecode, [value]) * len(self.data)


def flatten(value):
    if not isinstance(value, (list, tuple)):
        return [value], ()
    parts = [flatten(part) for part in value]
    return [number for numbers, _ in parts for number in numbers], (len(value),) + (parts[0][1] if parts else ())


def asarray(value, dtype=None):
    if isinstance(value, ndarray):
        return value.astype(dtype) if dtype else value
    numbers, shape = flatten(value)
    return ndarray(numbers, shape, dtype or ("int64" if all(isinstance(number, int) for number in numbers) else "float64"))


def zeros(shape, dtype="float64"):
    count = 1
    for size in shape:
        count *= size
    return ndarray([0] * count, shape, dtype)


def full(shape, value, dtype="float64"):
    array_of_zeros = zeros(shape, dtype)
    array_of_zeros[...] = value
    return array_of_zeros


def frombuffer(data, dtype):
    numbers = array.array(CODES[NAMES.get(dtype, dtype)], bytes(data))
    return ndarray(numbers, (len(numbers),), dtype, writes=False)


def maximum(left, right):
    return ndarray(map(max, left.data, right.data), left.shape, left.dtype)
