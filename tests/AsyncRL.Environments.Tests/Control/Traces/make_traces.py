"""Plays the classic-control tasks of Gymnasium and writes the results for ControlTraceTests.

Run it in a checkout of Gymnasium, so that Python finds the package, with NumPy 1 (with NumPy 2 a float32 times a Python
float stays a float32, so that MountainCarContinuous-v0 and Pendulum-v1 round differently):

    cd Gymnasium && PYTHONPATH=. python3 <AsyncRL>/tests/AsyncRL.Environments.Tests/Control/Traces/make_traces.py

It writes <task>.csv (whole episodes) and <task>-steps.csv (single steps from states all over the space) to its own folder. A
row is an agent step: the number of the episode, the state before the step (float64), the action, the observation after it
(float32), the reward (float64), terminated, truncated. Every number has enough digits to be read back exactly.
"""

import math
import os

import numpy as np

import gymnasium


def random_choice(count):
    return lambda generator, state: int(generator.integers(count))


def random_number(low, high):
    return lambda generator, state: np.array([generator.uniform(low, high)], dtype=np.float32)


def balance(generator, state):
    """Pushes towards where a weighted sum of the state points."""
    position, velocity, angle, angular_velocity = state
    return int(0.1 * position + 0.2 * velocity + angle + 0.3 * angular_velocity > 0)


def push_right(generator, state):
    return 1


def pump_acrobot(generator, state):
    """Turns the middle joint with the first link's motion, sometimes at random."""
    if generator.random() < 0.05:
        return int(generator.integers(3))
    return 2 if state[2] < 0 else 0


def pump_car(generator, state):
    """Accelerates in the direction of the motion: energy grows as fast as it can."""
    return 2 if state[1] >= 0 else 0


def pump_throttle(generator, state):
    return np.array([math.copysign(generator.uniform(0.8, 1), state[1])], dtype=np.float32)


def swing_up(generator, state):
    """Pumps energy until the pendulum is nearly upright, then holds it; the torques exceed the bounds."""
    angle = (state[0] + math.pi) % (2 * math.pi) - math.pi
    energy = state[1] ** 2 / 2 + 15 * math.cos(angle)
    hold = -20 * angle - 4 * state[1]
    torque = hold if abs(angle) < 0.4 else math.copysign(3, (15 - energy) * state[1])
    return np.array([torque], dtype=np.float32)


# Name, identifier, policies of the episodes, bounds of the states from which single steps start (beyond some limits).
TASKS = [
    ("cartpole", "CartPole-v1", [random_choice(2)] * 3 + [push_right, balance], [2.5, 3, 0.22, 3]),
    ("acrobot", "Acrobot-v1", [random_choice(3), pump_acrobot, pump_acrobot], [math.pi, math.pi, 4 * math.pi, 9 * math.pi]),
    ("mountain-car", "MountainCar-v0", [random_choice(3), pump_car], [1.2, 0.07]),
    ("mountain-car-continuous", "MountainCarContinuous-v0", [random_number(-1, 1), pump_throttle], [1.2, 0.07]),
    ("pendulum", "Pendulum-v1", [random_number(-4, 4), swing_up], [20, 8]),
]
SINGLE_STEPS = 40


def step(environment, episode, action):
    """Performs an agent step and returns it as a row."""
    state = [float(number) for number in environment.unwrapped.state]
    observation, reward, terminated, truncated, _ = environment.step(action)
    assert observation.dtype == np.float32
    cells = [str(episode)]
    cells += [repr(number) for number in state]
    cells += [str(action) if isinstance(action, int) else str(action[0])]
    cells += [str(number) for number in observation]
    cells += [repr(float(reward)), str(int(terminated)), str(int(truncated))]
    return ",".join(cells), float(reward), terminated, truncated


def play(environment, identifier, policies):
    """Plays a seeded episode with each policy, to its end."""
    rows = []
    for episode, policy in enumerate(policies):
        generator = np.random.default_rng(1000 + episode)
        environment.reset(seed=episode + 1)
        rewards = []
        terminated = truncated = False
        while not (terminated or truncated):
            action = policy(generator, environment.unwrapped.state)
            row, reward, terminated, truncated = step(environment, episode, action)
            rows.append(row)
            rewards.append(reward)
        print(f"{identifier}: {len(rewards)} agent steps, return {sum(rewards):.2f}, {terminated=}, {truncated=}")
    return rows


def step_from_anywhere(environment, policy, bounds):
    """Performs single steps from states all over the space, including limits that no policy reaches."""
    rows = []
    generator = np.random.default_rng(2000)
    for episode in range(SINGLE_STEPS):
        environment.reset(seed=episode)
        environment.unwrapped.state = generator.uniform(-np.array(bounds), np.array(bounds))
        rows.append(step(environment, episode, policy(generator, environment.unwrapped.state))[0])
    return rows


def write(name, identifier, rows):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".csv")
    with open(path, "w", newline="\n", encoding="ascii") as file:
        file.write(f"# {identifier}, Gymnasium {gymnasium.__version__}, NumPy {np.__version__}\n")
        file.write("\n".join(rows) + "\n")


def main():
    for name, identifier, policies, bounds in TASKS:
        environment = gymnasium.make(identifier, disable_env_checker=True)
        write(name, identifier, play(environment, identifier, policies))
        write(name + "-steps", identifier, step_from_anywhere(environment, policies[0], bounds))


if __name__ == "__main__":
    main()
