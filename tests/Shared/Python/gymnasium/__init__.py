"""A stand-in for Gymnasium, of the standard library alone, for the tests of the bridge."""

import importlib
import os

from gymnasium import error, spaces  # noqa: F401

__version__ = os.environ.get("STUB_GYMNASIUM_VERSION", "1.0.0")
registry = {}


class Spec:
    def __init__(self, entry_point, max_episode_steps):
        self.entry_point, self.max_episode_steps = entry_point, max_episode_steps


class Env:
    metadata = {"render_modes": []}
    spec = None
    render_mode = None

    @property
    def unwrapped(self):
        return self

    def reset(self, seed=None, options=None):
        pass

    def close(self):
        pass


def register(id, entry_point, max_episode_steps=None):
    registry[id] = Spec(entry_point, max_episode_steps)


def register_envs(module):
    pass


def spec(id):
    if id not in registry:
        raise error.NameNotFound(f"Environment `{id}` doesn't exist.")
    return registry[id]


def make(id, **arguments):
    found = spec(id)
    env = found.entry_point(**arguments)
    env.spec = found
    return env


importlib.import_module("worlds")
