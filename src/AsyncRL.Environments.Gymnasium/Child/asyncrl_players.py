"""An environment of Gymnasium, played agent step by agent step."""

import random

from asyncrl_messages import Refusal
from asyncrl_spaces import pixels_of, read_actions, read_observations


class Player:
    """Plays an environment of Gymnasium. An action is repeated as often as the options say."""

    def __init__(self, env, options, numpy):
        self.env, self.numpy, self.repeat, self.no_ops = env, numpy, options["actionRepeat"], options["noOpStarts"]
        self.observations, self.encode = read_observations(env.observation_space, numpy)
        self.actions, self.decode = read_actions(env.action_space, numpy)
        self.takes_maximum = self.repeat > 1 and self.observations["kind"] == "pixels"
        self.random, self.has_begun = random.Random(0), False
        if self.no_ops > 0 and self.actions["kind"] != "discrete":
            raise Refusal("The option no-op-starts is above 0, but the environment takes no choices; expected 0.")

    def reset(self, seed):
        if seed is not None:
            self.random.seed(seed)
        observation, _ = self.env.reset(seed=seed)
        for _ in range(self.random.randrange(self.no_ops + 1)):
            observation, _, terminated, truncated, _ = self.env.step(self.decode(bytes(4)))
            if terminated or truncated:
                observation, _ = self.env.reset()
        return self.encode(observation)

    def step(self, data):
        action = self.decode(data)
        observation, reward, terminated, truncated, _ = self.env.step(action)
        if self.repeat > 1 and not (terminated or truncated):
            return self.go_on(action, observation, float(reward))
        return float(reward), bool(terminated), bool(truncated), self.encode(observation)

    def go_on(self, action, observation, total):
        for _ in range(self.repeat - 1):
            before = observation
            observation, reward, terminated, truncated, _ = self.env.step(action)
            total += float(reward)
            if terminated or truncated:
                break
        if self.takes_maximum:
            observation = self.numpy.maximum(before, observation)
        return total, bool(terminated), bool(truncated), self.encode(observation)


class AtariPlayer:
    """Plays a game of the Arcade Learning Environment by its emulator, frame by frame, with what a learner needs at each frame."""

    def __init__(self, env, options, numpy):
        self.env, self.numpy, self.ale, self.repeat = env, numpy, env.unwrapped.ale, options["actionRepeat"]
        self.no_ops, self.life_ends_episode = options["noOpStarts"], options["lifeLossTerminal"]
        self.choices = list(env.unwrapped._action_set)
        height, width = self.ale.getScreenDims()
        gray = options["gray"]
        self.grab = self.ale.getScreenGrayscale if gray else self.ale.getScreenRGB
        shape = (height, width) if gray else (height, width, 3)
        self.earlier, self.latest = numpy.zeros(shape, "uint8"), numpy.zeros(shape, "uint8")
        self.observations = pixels_of(height, width, 1 if gray else 3)
        names = [name.lower().replace("noop", "no-op") for name in env.unwrapped.get_action_meanings()]
        self.actions = {"kind": "discrete", "count": len(self.choices), "names": names}
        self.random, self.has_begun, self.lives, self.life_was_lost = random.Random(0), False, 0, False

    def reset(self, seed):
        if seed is not None:
            self.random.seed(seed)
        goes_on = self.life_was_lost and seed is None
        if goes_on:
            self.ale.act(self.choices[0])
        if not goes_on or self.ale.game_over():
            self.restart(seed)
        self.lives, self.life_was_lost = self.ale.lives(), False
        self.grab(self.latest)
        return self.latest.tobytes()

    def restart(self, seed):
        self.env.reset(seed=seed)
        for _ in range(self.random.randrange(self.no_ops + 1)):
            self.ale.act(self.choices[0])
            if self.ale.game_over():
                self.env.reset()

    def step(self, data):
        action, total, drawn = self.choices[data[0]], 0.0, False
        for left in range(self.repeat, 0, -1):
            total += self.ale.act(action)
            is_over = self.ale.game_over() or (self.life_ends_episode and self.ale.lives() < self.lives)
            if left <= 2 or is_over:
                self.earlier, self.latest = self.latest, self.earlier
                self.grab(self.latest)
                if not drawn:
                    self.earlier[...] = self.latest
                drawn = True
            if is_over:
                break
        terminated, truncated = self.ale.game_over(with_truncation=False), self.ale.game_truncated()
        self.life_was_lost = self.life_ends_episode and self.ale.lives() < self.lives and not (terminated or truncated)
        self.lives = self.ale.lives()
        screen = self.numpy.maximum(self.earlier, self.latest).tobytes()
        return total, bool(terminated or self.life_was_lost), bool(truncated), screen
