"""The messages between AsyncRL and the process of an environment. docs/environments/protocol.md describes them.

All numbers are little-endian.
"""

import os
import struct
import sys

MAGIC, VERSION = b"ASYNCENV", 1
MAKE, RESET, STEP, RENDER, CLOSE = 1, 2, 3, 4, 5
SPACES, OBSERVATION, OUTCOME, IMAGE, REFUSED, FAILED = 17, 18, 19, 20, 21, 22
HEADER, SEED, REWARD, SIZE = struct.Struct("<IBxxx"), struct.Struct("<BxxxxxxxQ"), struct.Struct("<dBBxxxxxx"), struct.Struct("<II")


class Refusal(Exception):
    """The environment cannot be made. The message is one sentence for the user."""


class Fault(Exception):
    """The environment returned something that does not fit its spaces."""


class Channel:
    """Messages over what standard input and output were when the process began."""

    def __init__(self):
        self.reader, self.writer = os.dup(0), os.dup(1)
        if os.name == "nt":
            import msvcrt
            msvcrt.setmode(self.reader, os.O_BINARY)
            msvcrt.setmode(self.writer, os.O_BINARY)
        # What the environment prints goes to standard error, so that it cannot disturb the messages. It reads an empty input.
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(2, 1)
        sys.stdout = sys.stderr

    def receive(self):
        """Returns the kind and the content of the next message."""
        data = os.read(self.reader, 65536)
        while len(data) < 8 or len(data) < 8 + HEADER.unpack_from(data)[0]:
            more = os.read(self.reader, 65536)
            if not more:
                raise EOFError
            data += more
        return data[4], data[8:]

    def send(self, kind, *parts):
        self.write(b"".join((HEADER.pack(sum(map(len, parts)), kind), *parts)))

    def write(self, data):
        written = os.write(self.writer, data)
        while written < len(data):
            written += os.write(self.writer, data[written:])
