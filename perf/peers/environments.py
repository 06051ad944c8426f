"""The environments of the comparison: one that costs nothing, as stacks or as single frames, and Catch on a small board."""

import itertools
import random

import numpy as np
import torch


class NullEnvironment:
    """Always the same frame, rewards in a fixed cycle, no end. With it the measurement covers the learner alone."""

    actions = 6
    shape = (4, 84, 84)
    scale = 1 / 255
    _rewards = (0.0, 0.0, 1.0, 0.0, 0.0, -1.0, 0.0)

    def __init__(self, channels_last):
        """
        :param channels_last: whether a pixel's four channels are neighbors in memory; the shape stays 4x84x84.
        """
        pixels = np.random.default_rng(1).integers(0, 256, size=(84, 84, 4), dtype=np.uint8)
        frame = torch.from_numpy(pixels).permute(2, 0, 1)
        self._frame = frame if channels_last else frame.contiguous()
        self._cycle = itertools.cycle(self._rewards)

    def reset(self):
        """:return: the frame, uint8 4x84x84."""
        return self._frame

    def step(self, action):
        """:return: the frame, the reward and whether the episode ended."""
        return self._frame, next(self._cycle), False


class NullFrames(NullEnvironment):
    """The same with single frames, of which DQN makes stacks."""

    shape = (84, 84)

    def __init__(self):
        super().__init__(channels_last=False)
        self._frame = self._frame[0].numpy()


class CatchEnvironment:
    """A ball falls down a board of 10x5 cells, and a paddle of one cell moves below: +1 if the ball is caught, -1 if it is missed."""

    actions = 3
    rows, columns = 10, 5
    shape = (rows * columns,)
    scale = 1.0

    def __init__(self, channels_last=False):
        """:param channels_last: ignored, because the board is a vector; all environments have the same parameters."""
        self._board = np.zeros(self.shape, dtype=np.float32)
        self._observation = torch.from_numpy(self._board)
        self._chance = random.Random(random.random())
        self.reset()

    def reset(self):
        """:return: the board, float32 of 50: 1 at the ball and at the paddle."""
        self._row, self._column = 0, self._chance.randrange(self.columns)
        self._paddle = self.columns // 2
        return self._draw()

    def step(self, action):
        """:return: the board, the reward and whether the ball has landed."""
        self._paddle = min(max(self._paddle + action - 1, 0), self.columns - 1)
        self._row += 1
        landed = self._row == self.rows - 1
        reward = (1.0 if self._paddle == self._column else -1.0) if landed else 0.0
        return self._draw(), reward, landed

    def _draw(self):
        self._board.fill(0)
        self._board[self._row * self.columns + self._column] = 1
        self._board[(self.rows - 1) * self.columns + self._paddle] = 1
        return self._observation
