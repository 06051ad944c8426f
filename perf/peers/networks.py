"""The networks of the comparison. In A3C policy and value share one last matrix, which is faster than two."""

import torch
from torch import nn

from environments import CatchEnvironment, NullEnvironment, NullFrames


class FeedForward(nn.Module):
    """Layers, then one vector: in A3C the logits of the actions and the value, in DQN the value of each action."""

    def __init__(self, outputs, trunk, features):
        super().__init__()
        self.trunk = trunk
        self.heads = nn.Linear(features, outputs)

    def forward(self, inputs):
        """:return: [rows, outputs]; in A3C the value is the last column."""
        return self.heads(self.trunk(inputs))


class Recurrent(nn.Module):
    """Layers, an LSTM cell, then the logits of the actions and the value as one vector."""

    cells = 256

    def __init__(self, actions, trunk, features):
        super().__init__()
        self.trunk = trunk
        self.lstm = nn.LSTMCell(features, self.cells)
        self.heads = nn.Linear(self.cells, actions + 1)

    def forward(self, inputs, state):
        """:return: [rows, actions + 1] as in FeedForward of A3C, and the new state (h, c)."""
        state = self.lstm(self.trunk(inputs), state)
        return self.heads(state[0]), state

    def initial_state(self):
        """:return: (h, c) at the start of an episode, for one row."""
        return torch.zeros(1, self.cells), torch.zeros(1, self.cells)


def pixel_trunk():
    """The network of Mnih et al. (2013) on four frames of 84x84 pixels, up to its 256 features."""
    return nn.Sequential(
        nn.Conv2d(4, 16, kernel_size=8, stride=4), nn.ReLU(),
        nn.Conv2d(16, 32, kernel_size=4, stride=2), nn.ReLU(),
        nn.Flatten(), nn.Linear(32 * 9 * 9, 256), nn.ReLU())


def board_trunk():
    """A hidden layer of 64 on Catch's board of 50 cells."""
    return nn.Sequential(nn.Linear(50, 64), nn.ReLU())


# The tasks of A3C. Name: environment, network, parameters.
TASKS = {
    "ff": (NullEnvironment, lambda: FeedForward(7, pixel_trunk(), 256), 677_943),
    "lstm": (NullEnvironment, lambda: Recurrent(6, pixel_trunk(), 256), 1_204_279),
    "mlp": (CatchEnvironment, lambda: FeedForward(4, board_trunk(), 64), 3_524),
}


def make_network(name):
    """:return: a new network of a task of A3C."""
    _, make, expected = TASKS[name]
    return counted(name, make(), expected)


def make_action_values():
    """:return: a new network of DQN: that of the task ff without the value."""
    return counted("dqn", FeedForward(NullFrames.actions, pixel_trunk(), 256), 677_686)


def counted(name, network, expected):
    """:return: the network, after a check that it has the number of parameters that all programs have."""
    count = sum(parameter.numel() for parameter in network.parameters())
    if count != expected:
        raise AssertionError(f"The network {name} has {count} parameters; expected {expected}.")
    return network
