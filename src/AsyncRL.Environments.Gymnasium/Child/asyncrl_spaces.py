"""The spaces of Gymnasium, as AsyncRL has them: a vector or an image to see; a choice, several choices or a vector to do."""

import struct

from asyncrl_messages import Fault, Refusal


def class_names(space):
    return [base.__name__ for base in type(space).__mro__]


def refuse_space(what, space):
    raise Refusal(f"The {what} space is {' '.join(str(space).split())}; expected Box, Discrete, MultiBinary or MultiDiscrete, "
                  "which a wrapper of Gymnasium such as FlattenObservation can make of it.")


def read_observations(space, numpy):
    """Describes the observations of a space, and returns a function that turns one into bytes."""
    names = class_names(space)
    if "Discrete" in names:
        return vector(int(space.n)), lambda choice: one_hot([int(choice)], [int(space.n)], [int(space.start)])
    if "MultiDiscrete" in names and len(space.nvec.shape) == 1:
        sizes, first = [int(size) for size in space.nvec.tolist()], first_choices(space)
        return vector(sum(sizes)), lambda choices: one_hot([int(choice) for choice in choices], sizes, first)
    if "MultiBinary" not in names and "Box" not in names:
        refuse_space("observation", space)
    shape, kind = tuple(space.shape), str(space.dtype)

    def checked(observation, dtype=None):
        array = numpy.asarray(observation, dtype) if dtype else numpy.asarray(observation)
        if array.shape != shape:
            raise Fault(f"returned an observation of the shape {array.shape}; expected {shape}")
        return array

    is_bytes = "Box" in names and kind in ("uint8", "bool")
    if not is_bytes or len(shape) not in (2, 3):
        count = 1
        for size in shape:
            count *= size
        return vector(count), lambda observation: checked(observation, "<f4").tobytes()
    # Images of zeros and ones are shown as 0 and 255, which the network sees as 0 and 1.
    scale = 255 if kind == "bool" or int(space.high.max()) <= 1 else 1

    def image(observation):
        pixels = checked(observation).astype("uint8")
        return (pixels * scale if scale > 1 else pixels).tobytes()

    return pixels_of(shape[0], shape[1], shape[2] if len(shape) == 3 else 1), image


def first_choices(space):
    """The smallest number of each part of a MultiDiscrete; old versions of Gymnasium have no others than zeros."""
    start = getattr(space, "start", None)
    return [0] * len(space.nvec) if start is None else [int(first) for first in start.tolist()]


def vector(size):
    return {"kind": "vector", "height": 1, "width": 1, "channels": size}


def pixels_of(height, width, channels):
    return {"kind": "pixels", "height": int(height), "width": int(width), "channels": int(channels)}


def one_hot(choices, sizes, first):
    numbers = []
    if len(choices) != len(sizes):
        raise Fault(f"returned an observation of {len(choices)} choices; expected {len(sizes)}")
    for choice, size, start in zip(choices, sizes, first):
        place = choice - start
        if not 0 <= place < size:
            raise Fault(f"returned the choice {choice} as an observation; expected {start} to {start + size - 1}")
        numbers += [0.0] * place + [1.0] + [0.0] * (size - 1 - place)
    return struct.pack(f"<{len(numbers)}f", *numbers)


def read_actions(space, numpy):
    """Describes the actions of a space, and returns a function that turns the content of a message into one."""
    names = class_names(space)
    if "Discrete" in names:
        first, choice = int(space.start), struct.Struct("<i")
        return {"kind": "discrete", "count": int(space.n)}, lambda data: choice.unpack(data)[0] + first
    if "MultiDiscrete" in names and len(space.nvec.shape) == 1:
        kind, start = str(space.dtype), numpy.asarray(first_choices(space), str(space.dtype))
        # The sum is an array of its own, so that the environment may keep it and write to it.
        return ({"kind": "several", "choices": [int(size) for size in space.nvec.tolist()]},
                lambda data: numpy.frombuffer(data, "<i4").astype(kind) + start)
    if "MultiBinary" in names and len(space.shape) == 1:
        return {"kind": "several", "choices": [2] * int(space.shape[0])}, lambda data: numpy.frombuffer(data, "<i4").astype("int8")
    if "Box" not in names or not str(space.dtype).startswith("float"):
        refuse_space("action", space)
    low, high = [[float(bound) if abs(float(bound)) < 1e30 else None for bound in bounds.reshape(-1).tolist()]
                 for bounds in (space.low, space.high)]
    shape, kind = tuple(space.shape), str(space.dtype)
    return {"kind": "vector", "low": low, "high": high}, lambda data: numpy.frombuffer(data, "<f4").reshape(shape).astype(kind)
