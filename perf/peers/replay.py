"""
Two forms of a replay memory: a ring of single frames as bytes, from which stacks of four are rebuilt when rows are drawn. A row is an agent
step. Frames before the first of an episode are zeros.
"""

import numpy as np
import torch

DEPTH = 4
DISCOUNT = 0.99
PIXELS = 84 * 84


class Replay:
    """What both forms share: the rows that can be drawn, and their actions, rewards and ends."""

    def __init__(self, size, chance):
        """
        :param size: rows of the ring.
        :param chance: the generator of NumPy that draws rows.
        """
        self.size, self.count = size, 0
        self._chance = chance
        self._actions = np.zeros(size, dtype=np.int64)
        self._rewards = np.zeros(size, dtype=np.float32)
        self._factors = np.zeros(size, dtype=np.float32)  # of the value after the row: 0 if its episode ended

    def observe(self, frame):
        """Keeps the frame that is seen now, uint8 84x84. The next row has it."""
        raise NotImplementedError

    def present(self):
        """:return: the stack that is seen now, [1, 4, 84, 84] from 0 to 1."""
        raise NotImplementedError

    def read(self, rows):
        """
        Reads some rows.

        :param rows: their numbers.
        :return: stacks, the stacks after the rows, actions, rewards, factors. The stacks are [rows, 4, 84, 84] from 0 to 1.
        """
        raise NotImplementedError

    def add(self, action, reward, ended):
        """Adds the row of the frame that was kept last. Before the next row is drawn or added, its frame must be kept."""
        slot = self.count % self.size
        self._actions[slot], self._rewards[slot], self._factors[slot] = action, reward, 0 if ended else DISCOUNT
        self.count += 1

    def drawable(self):
        """:return: the first row all of whose frames are in the ring, and the number after the last row."""
        return max(0, self.count - self.size + DEPTH), self.count

    def draw(self, number):
        """:return: what read() returns of rows that are drawn uniformly."""
        return self.read(self._chance.integers(*self.drawable(), size=number))

    def _steps(self, slots):
        return (torch.from_numpy(part[slots]) for part in (self._actions, self._rewards, self._factors))


class IdiomReplay(Replay):
    """Joins the frames of each stack by itself, as the well-known implementations do that keep single frames."""

    def __init__(self, size, chance):
        super().__init__(size, chance)
        self._frames = np.zeros((size, 84, 84), dtype=np.uint8)
        self._zeros = np.zeros((84, 84), dtype=np.uint8)

    def observe(self, frame):
        self._frames[self.count % self.size] = frame

    def present(self):
        return self._floats([self.count])

    def read(self, rows):
        return (self._floats(rows), self._floats(rows + 1), *self._steps(rows % self.size))

    def _floats(self, rows):
        return torch.from_numpy(np.stack([self._stack(row) for row in rows])).float() / 255

    def _stack(self, row):
        frames = [self._frames[row % self.size]]
        while len(frames) < DEPTH and row > 0 and self._factors[(row - 1) % self.size] != 0:
            row -= 1
            frames.insert(0, self._frames[row % self.size])
        return np.stack([self._zeros] * (DEPTH - len(frames)) + frames)


class BestReplay(Replay):
    """Keeps for each row the places of its stack's frames and of the frame after it. One operation gathers all frames of a minibatch."""

    def __init__(self, size, chance):
        super().__init__(size, chance)
        self._frames = torch.zeros(size + 1, PIXELS, dtype=torch.uint8)  # the last one stays zeros
        self._bytes = self._frames.numpy()
        self._places = np.full((size, DEPTH + 1), size)
        self._stack = [size] * DEPTH
        self._present, self._drawn = Join(1, DEPTH), {}

    def observe(self, frame):
        slot = self.count % self.size
        self._bytes[slot] = frame.reshape(-1)
        self._stack = [*self._stack[1:], slot]

    def add(self, action, reward, ended):
        self._places[self.count % self.size] = [*self._stack, self.size if ended else (self.count + 1) % self.size]
        super().add(action, reward, ended)
        if ended:
            self._stack = [self.size] * DEPTH

    def present(self):
        return self._present.stacks(self._frames, torch.tensor(self._stack))[0]

    def read(self, rows):
        if len(rows) not in self._drawn:
            self._drawn[len(rows)] = Join(len(rows), DEPTH + 1)
        slots = rows % self.size
        places = torch.from_numpy(self._places[slots].reshape(-1))
        return (*self._drawn[len(rows)].stacks(self._frames, places), *self._steps(slots))


class Join:
    """
    Joins frames that follow each other to stacks with channels last, as floats. The bytes of a pixel are the bytes of one word, so that
    arithmetic with words, which is vectorized, puts them side by side. This is twice as fast as PyTorch's copy between the two layouts.
    """

    def __init__(self, rows, frames):
        """
        :param rows: number of stacks.
        :param frames: frames of each row, the oldest first: 4 make one stack, 5 the stack and the one after it.
        """
        self._gathered = torch.empty(rows * frames, PIXELS, dtype=torch.uint8)
        self._words = torch.empty(rows, frames, PIXELS, dtype=torch.int32)
        self._joined = torch.empty(rows, PIXELS, dtype=torch.int32)
        self._stacks = [torch.empty(rows, 84, 84, DEPTH) for _ in range(frames - DEPTH + 1)]

    def stacks(self, frames, places):
        """:return: the stacks, which the next call overwrites."""
        torch.index_select(frames, 0, places, out=self._gathered)
        self._words.copy_(self._gathered.view(self._words.shape))
        for first, stack in enumerate(self._stacks):
            torch.mul(self._words[:, first + DEPTH - 1], 1 << 24, out=self._joined)
            for i in range(DEPTH - 1):
                self._joined.add_(self._words[:, first + i], alpha=1 << (8 * i))
            torch.mul(self._joined.view(torch.uint8), 1 / 255, out=stack.view(len(stack), -1))
        return [stack.permute(0, 3, 1, 2) for stack in self._stacks]


FORMS = {"idiom": IdiomReplay, "best": BestReplay}
