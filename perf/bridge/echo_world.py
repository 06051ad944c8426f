"""An environment of Gymnasium that does nothing, to measure what the bridge costs.

With Gymnasium on PYTHONPATH: python3 echo_world.py prints the time of a step without the bridge.
"""

import time

import gymnasium
import numpy as np
from gymnasium import spaces


class Echo(gymnasium.Env):
    """Shows the same numbers in every step, and never ends."""

    def __init__(self, size=4):
        self.observation_space, self.action_space = spaces.Box(-1.0, 1.0, (size,), np.float32), spaces.Discrete(2)
        self.shown = np.zeros(size, np.float32)

    def reset(self, *, seed=None, options=None):
        return self.shown, {}

    def step(self, action):
        return self.shown, 1.0, False, False, {}


class EchoImage(Echo):
    """Shows an image of the size of an Atari screen in gray."""

    def __init__(self, height=210, width=160, channels=1):
        super().__init__()
        self.observation_space = spaces.Box(0, 255, (height, width, channels), np.uint8)
        self.shown = np.zeros((height, width, channels), np.uint8)


gymnasium.register("Echo-v0", Echo)
gymnasium.register("EchoImage-v0", EchoImage)

if __name__ == "__main__":
    for name in ("Echo-v0", "CartPole-v1", "Acrobot-v1", "MountainCar-v0"):
        env = gymnasium.make(name)
        env.reset(seed=1)
        count, began, used = 100_000 if name != "Acrobot-v1" else 30_000, time.perf_counter(), time.process_time()
        for step in range(count):
            _, _, terminated, truncated, _ = env.step(step & 1)
            if terminated or truncated:
                env.reset()
        elapsed, used = time.perf_counter() - began, time.process_time() - used
        print(f"{name}: {1e6 * elapsed / count:.2f} µs per step, {1e6 * used / count:.2f} µs of processor time")
