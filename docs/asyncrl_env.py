"""AsyncRL's built-in environments as environments of Gymnasium: asyncrl_env.make("pong"), asyncrl_env.make("catch", rows=10)."""

import json
import struct
import subprocess

import gymnasium
import numpy as np
from gymnasium import spaces

MAKE, RESET, STEP, RENDER, CLOSE, FAILED, SIGN, VERSION = 1, 2, 3, 4, 5, 22, b"ASYNCENV", 1


def make(name, command=("asyncrl",), **options):
    """Starts the command for an environment. An option "frame_size=42" is --set frame-size=42."""
    return AsyncRLEnv(name, command, options)


class AsyncRLEnv(gymnasium.Env):
    """An environment of AsyncRL, played by a process of its command. docs/environments/protocol.md describes the messages."""

    def __init__(self, name, command, options):
        settings = [word for key, value in options.items() for word in ("--set", f"{key.replace('_', '-')}={value}")]
        self._process = subprocess.Popen([*command, "serve-environment", name, *settings], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        greeting = self._process.stdout.read(12)
        if greeting != SIGN + struct.pack("<I", VERSION):
            raise RuntimeError(f"The command {' '.join(command)} answered {greeting}; expected version {VERSION} of the protocol.")
        told = json.loads(self._ask(MAKE, b"{}"))
        seen, done = told["observation"], told["action"]
        self.render_mode = "rgb_array" if told["framesPerSecond"] else None
        self.metadata = {"render_modes": [self.render_mode] if self.render_mode else [], "render_fps": told["framesPerSecond"]}
        self._is_image = seen["kind"] == "pixels"
        self._shape = (seen["height"], seen["width"], seen["channels"]) if self._is_image else (seen["channels"],)
        low, high, self._type = (0, 255, "uint8") if self._is_image else (-np.inf, np.inf, "float32")
        self.observation_space = spaces.Box(low, high, self._shape, self._type)
        self._action_type = "<f4" if done["kind"] == "vector" else "<i4"
        if done["kind"] == "vector":
            low, high = [np.asarray([no_bound if bound is None else bound for bound in done[side]], "float32")
                         for side, no_bound in (("low", -np.inf), ("high", np.inf))]
            self.action_space = spaces.Box(low, high, dtype="float32")
        else:
            self.action_space = spaces.Discrete(done["count"]) if done["kind"] == "discrete" else spaces.MultiDiscrete(done["choices"])

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return self._read(self._ask(RESET, struct.pack("<BxxxxxxxQ", seed is not None, seed or 0))), {}

    def step(self, action):
        answer = self._ask(STEP, np.asarray(action).astype(self._action_type).tobytes())
        reward, terminated, truncated = struct.unpack_from("<d??", answer)
        return self._read(answer[16:]), reward, terminated, truncated, {}

    def render(self):
        answer = self._ask(RENDER, b"")
        return np.frombuffer(answer[8:], "u1").reshape(*struct.unpack_from("<II", answer), 3).copy()

    def close(self):
        if self._process.poll() is None:
            self._process.stdin.close()
            self._process.wait()
            self._process.stdout.close()

    def _read(self, content):
        return np.frombuffer(content, "u1" if self._is_image else "<f4").reshape(self._shape).astype(self._type)

    def _ask(self, kind, content):
        self._process.stdin.write(struct.pack("<IBxxx", len(content), kind) + content)
        self._process.stdin.flush()
        length, answered = struct.unpack("<IBxxx", self._process.stdout.read(8))
        answer = self._process.stdout.read(length)
        if answered == FAILED:
            raise RuntimeError(f"The environment {answer.decode()}")
        return answer
