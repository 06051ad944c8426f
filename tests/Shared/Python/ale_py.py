"""A stand-in for the Arcade Learning Environment: a game that counts its frames, and takes a life every 10 frames of the action 1."""

import gymnasium
import numpy
from gymnasium import spaces


class Emulator:
    def __init__(self):
        self.frame, self.left, self.hits, self.resets = 0, 3, 0, 0

    def getScreenDims(self):
        return 2, 2

    def getScreenGrayscale(self, screen):
        screen[...] = numpy.asarray([self.frame % 256, 50 if self.frame % 2 else 0, self.left, self.resets % 256], "uint8")

    def getScreenRGB(self, screen):
        screen[...] = 9

    def act(self, action):
        self.frame += 1
        self.hits += action == 11
        if action == 11 and self.hits % 10 == 0:
            self.left -= 1
        return 1

    def lives(self):
        return self.left

    def game_truncated(self):
        return self.frame >= 1000

    def game_over(self, with_truncation=True):
        return self.left == 0 or (with_truncation and self.game_truncated())


class Game(gymnasium.Env):
    metadata = {"render_modes": ["rgb_array"], "render_fps": 60}
    _action_set = [10, 11]

    def __init__(self, frameskip=4, repeat_action_probability=0.25, render_mode=None):
        if (frameskip, repeat_action_probability) != (1, 0.0):
            raise ValueError("expected a frame at a time, without sticky actions")
        self.ale, self.action_space, self.observation_space = Emulator(), spaces.Discrete(2), spaces.Box(0, 255, (2, 2, 3), "uint8")

    def get_action_meanings(self):
        return ["NOOP", "FIRE"]

    def reset(self, seed=None, options=None):
        resets = self.ale.resets + 1
        self.ale.__init__()
        self.ale.resets = resets
        return None, {}


gymnasium.register("ALE/Stub-v5", Game)
