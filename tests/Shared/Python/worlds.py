"""The environments of the tests: one that is well, with any spaces, and one that fails in any way."""

import os
import random
import subprocess
import sys
import time

import gymnasium
import numpy
from gymnasium import spaces


class World(gymnasium.Env):
    """Shows seeded random numbers and the last action. It terminates after 7 steps, or is truncated after 5 if that is asked for."""

    metadata = {"render_modes": ["rgb_array"], "render_fps": 25}

    def __init__(self, render_mode=None, end="terminated", length=7, size=2):
        self.render_mode, self.end, self.length, self.size = render_mode, end, length, size
        self.random, self.steps, self.seeds = random.Random(), 0, 0
        self.observation_space = spaces.Box(-numpy.inf, numpy.inf, (size + 2,))
        self.action_space = spaces.Discrete(3)

    def look(self, action):
        return numpy.asarray([self.random.random() for _ in range(self.size)] + [float(self.steps), float(action)], "float32")

    def reset(self, seed=None, options=None):
        if seed is not None:
            self.random.seed(seed)
            self.seeds += 1
        self.steps = 0
        return self.look(-1), {}

    def step(self, action):
        self.steps += 1
        is_end = self.steps >= self.length
        return (self.look(action), 0.5 * self.steps, is_end and self.end in ("terminated", "both"),
                is_end and self.end in ("truncated", "both"), {})

    def render(self):
        return numpy.full((4, 6, 3), 10 * self.steps + 6 + self.seeds, "uint8")


class Spaces(World):
    """Has the spaces that its arguments name. Its reward is the sum of its action's numbers. It writes to an action that is an array."""

    observations = {
        "discrete": (spaces.Discrete(4, start=1), 3),
        "multi-discrete": (spaces.MultiDiscrete([2, 3]), [1, 2]),
        "shifted": (spaces.MultiDiscrete([2, 3], start=[5, -1]), [6, 1]),
        "multi-binary": (spaces.MultiBinary(3), [1, 0, 1]),
        "matrix": (spaces.Box(-1.0, 1.0, (2, 2), "float64"), [[0.25, -0.5], [0.75, 1.0]]),
        "bytes": (spaces.Box(0, 255, (3,), "uint8"), [1, 2, 255]),
        "image": (spaces.Box(0, 255, (2, 3, 3), "uint8"), [[[r, r + 1, r + 2] for r in (10 * c, 20, 30)] for c in (0, 1)]),
        "gray": (spaces.Box(0, 255, (2, 2), "uint8"), [[1, 2], [3, 4]]),
        "bits": (spaces.Box(0, 1, (1, 2, 2), "uint8"), [[[0, 1], [1, 0]]]),
        "dict": (spaces.Dict({}), None),
    }
    actions = {
        "discrete": spaces.Discrete(3, start=2),
        "multi-discrete": spaces.MultiDiscrete([2, 3]),
        "shifted": spaces.MultiDiscrete([2, 3], start=[10, 20]),
        "multi-binary": spaces.MultiBinary(2),
        "box": spaces.Box([-1.0, -2.0], [1.0, 3.4e38]),
        "whole-box": spaces.Box(0, 5, (2,), "int64"),
        "dict": spaces.Dict({}),
    }

    def __init__(self, see="matrix", do="discrete", **arguments):
        super().__init__(**arguments)
        (self.observation_space, self.shown), self.action_space = self.observations[see], self.actions[do]

    def look(self, action):
        is_box = isinstance(self.observation_space, spaces.Box)
        return numpy.asarray(self.shown, str(self.observation_space.dtype)) if is_box else self.shown

    def step(self, action):
        observation, _, terminated, truncated, info = super().step(action)
        if not hasattr(action, "tolist"):
            return observation, float(action), terminated, truncated, info
        total = float(sum(action.tolist()))
        action[0] = 0
        return observation, total, terminated, truncated, info


class Blinking(World):
    """Draws one of two pixels, by turns, so that only the maximum of two frames shows both."""

    def __init__(self, **arguments):
        super().__init__(**arguments)
        self.observation_space = spaces.Box(0, 255, (1, 2, 1), "uint8")

    def look(self, action):
        return numpy.asarray([[[200], [0]] if self.steps % 2 else [[0], [100]]], "uint8")


class Trouble(World):
    """Fails in the way that its argument names, in the step that its argument names."""

    def __init__(self, what="none", at=3, **arguments):
        super().__init__(**arguments)
        self.what, self.at = what, at
        if what == "no-make":
            raise ValueError("the world\nis flat")
        if what == "starts":
            subprocess.Popen(["sleep", "600"])
        if what == "dependency":
            raise gymnasium.error.DependencyNotInstalled('pygame is not installed, run `pip install "gymnasium[classic-control]"`')

    def step(self, action):
        observation, reward, terminated, truncated, info = super().step(action)
        if self.steps == self.at:
            observation, reward = self.fail(observation, reward)
        return observation, reward, terminated, truncated, info

    def fail(self, observation, reward):
        if self.what == "raises":
            raise ValueError("the pole is gone")
        if self.what == "dies":
            print("the last words", file=sys.stderr, flush=True)
            os._exit(3)
        if self.what == "aborts":
            os.abort()
        if self.what == "sleeps":
            time.sleep(1000)
        while self.what == "computes":
            pass
        if self.what == "prints":
            print("a line on standard output")
            os.write(1, b"bytes on standard output\n")
            sys.__stdout__.write("more")
            sys.__stdout__.flush()
        if self.what == "reads":
            sys.stdin.read()
        if self.what == "wrong-shape":
            return numpy.zeros((3,), "float32"), reward
        if self.what == "nan":
            observation[1] = float("nan")
        if self.what == "nan-reward":
            reward = float("nan")
        return observation, reward


gymnasium.register("World-v0", World, max_episode_steps=9)
gymnasium.register("Spaces-v0", Spaces)
gymnasium.register("Blinking-v0", Blinking)
gymnasium.register("Trouble-v0", Trouble)
