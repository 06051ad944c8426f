"""Verifies that both forms of DQN compute the right results, because a comparison with a wrong program proves nothing."""

import copy

import numpy as np
import torch

import centered_rmsprop
import dqn_learners
import replay
from checking import relative_error, report
from dqn_learners import minibatch_loss
from networks import make_action_values

ROUNDS = 30


class ScriptedFrames:
    """Frames and rewards drawn from a seed. Episodes have from 1 to 9 agent steps, so that some are shorter than a stack."""

    def __init__(self):
        self._chance = np.random.default_rng(7)
        self._left = 0

    def reset(self):
        self._left = int(self._chance.integers(1, 10))
        return self._frame()

    def step(self, action):
        self._left -= 1
        return self._frame(), float(self._chance.normal()) * (1 + action), self._left == 0

    def _frame(self):
        return self._chance.integers(0, 256, size=(84, 84), dtype=np.uint8)


def run():
    """:return: the exit code: 1 if a check failed."""
    torch.manual_seed(3)
    return report([*loss_errors(), *rmsprop_errors(), *replay_errors(), *form_errors()])


def loss_errors():
    """Compares the derivative of the loss with respect to the values with its closed form. Some errors are above 1, others below."""
    outputs = torch.randn(32, 6, requires_grad=True)
    actions, targets = torch.arange(32) % 6, 2 * torch.randn(32)
    minibatch_loss(outputs, actions, targets).backward()
    taken = np.eye(6)[actions.numpy()]
    values = outputs.detach().double().numpy()
    expected = taken * np.clip(values - targets.double().numpy()[:, None], -1, 1)
    yield "gradient of the loss", relative_error([outputs.grad], [expected]), 1e-5


def rmsprop_errors():
    """Compares two steps of centered RMSProp of both forms with NumPy in double precision."""
    shapes = [(30, 7), (11,)]
    start = [torch.randn(shape) for shape in shapes]
    gradients = [[torch.randn(shape) for shape in shapes] for _ in range(2)]
    idiom, best = ([torch.nn.Parameter(part.clone()) for part in start] for _ in range(2))
    optimizer = centered_rmsprop.IdiomCenteredRmsProp(idiom)
    means, squares = ([torch.zeros(shape) for shape in shapes] for _ in range(2))
    expected = [part.double().numpy() for part in start]
    mean, square = ([np.zeros(shape) for shape in shapes] for _ in range(2))
    decay, rest = centered_rmsprop.DECAY, 1 - centered_rmsprop.DECAY
    for step in gradients:
        for parameter, gradient in zip(idiom, step):
            parameter.grad = gradient.clone()
        optimizer.step()
        centered_rmsprop.step_foreach([part.data for part in best], means, squares, [part.clone() for part in step])
        for i, gradient in enumerate(part.double().numpy() for part in step):
            mean[i], square[i] = decay * mean[i] + rest * gradient, decay * square[i] + rest * gradient ** 2
            root = np.sqrt(square[i] - mean[i] ** 2 + centered_rmsprop.EPSILON)
            expected[i] = expected[i] - centered_rmsprop.LEARNING_RATE * gradient / root
    for form, parameters in (("idiom", idiom), ("best", best)):
        yield f"centered RMSProp, {form}", relative_error(parameters, expected, start), 1e-3


def replay_errors():
    """Compares all rows that can be drawn from a small ring with a plain list, after each of many agent steps."""
    for name, form in replay.FORMS.items():
        memory, environment, worst = form(16, np.random.default_rng(1)), ScriptedFrames(), 0.0
        stack, steps = start_stack(environment.reset()), []
        memory.observe(stack[-1])
        for i in range(100):
            frame, reward, ended = environment.step(i % 6)
            memory.add(i % 6, reward, ended)
            after = start_stack(environment.reset()) if ended else [*stack[1:], frame]
            memory.observe(after[-1])
            steps.append((stack, after, i % 6, reward, 0 if ended else replay.DISCOUNT))
            stack = after
            rows = np.arange(*memory.drawable())
            worst = max(worst, rows_error(memory.read(rows), [steps[row] for row in rows]),
                        relative_error(memory.present() * 255, [np.stack(stack)]))
        yield f"frames, actions, rewards and ends of the memory, {name}, {len(rows)} of 16 rows", worst, 1e-6


def start_stack(frame):
    """:return: the stack of an episode's first frame: zeros before it."""
    return [np.zeros((84, 84), dtype=np.uint8)] * (replay.DEPTH - 1) + [frame]


def rows_error(read, expected):
    """:return: the largest relative error of what a memory read, without stacks after the end of an episode, which nobody uses."""
    stacks, after, actions, rewards, factors = read
    steps = [torch.from_numpy(np.array([row[i] for row in expected], dtype=np.float64)) for i in (2, 3, 4)]
    pairs = [(255 * stacks[i], np.stack(row[0])) for i, row in enumerate(expected)]
    pairs += [(255 * after[i], np.stack(row[1])) for i, row in enumerate(expected) if row[4] != 0]
    pairs += [(torch.stack([actions, rewards, factors]), torch.stack(steps))]
    return max(relative_error([a], [e]) for a, e in pairs)


def form_errors():
    """Compares the updates of both forms from the same state, with the same frames, rewards, actions and minibatches."""
    start = make_action_values()
    ends = []
    for name, form in dqn_learners.FORMS.items():
        network, seen = copy.deepcopy(start), []
        if form.channels_last:
            network = network.to(memory_format=torch.channels_last)

        def choose(evaluate, seen=seen):
            seen.append(evaluate())
            return len(seen) % 6

        memory = replay.FORMS[name](50, np.random.default_rng(5))
        learner = form(network, memory, ScriptedFrames(), choose=choose, start=20, target_interval=32)
        for _ in range(ROUNDS):
            learner.round()
        ends.append((list(network.parameters()), learner.statistics(), torch.tensor(seen)))
    (idiom, idiom_statistics, idiom_values), (best, best_statistics, best_values) = ends
    yield f"best and idiom, parameters, {ROUNDS} rounds", relative_error(best, idiom, [p.detach() for p in start.parameters()]), 1e-3
    for i, statistic in enumerate(("m", "g")):
        yield f"best and idiom, {statistic}, {ROUNDS} rounds", relative_error(best_statistics[i], idiom_statistics[i]), 1e-3
    yield "best and idiom, values at play", relative_error([best_values], [idiom_values]), 1e-3
