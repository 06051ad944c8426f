"""Verifies that both forms of A3C compute the right results, because a comparison with a wrong program proves nothing."""

import copy

import numpy as np
import torch

import rmsprop
from a3c_learners import ENTROPY_WEIGHT, VALUE_WEIGHT, BestLearner, IdiomLearner, batch_loss
from checking import relative_error, report
from networks import TASKS, make_network

SEGMENTS = 4


class ScriptedEnvironment:
    """Frames and rewards drawn from a seed. The second episode ends within a segment."""

    def __init__(self, shape, pixels, reward_scale, channels_last):
        self.shape, self.scale = shape, 1 / 255 if pixels else 1.0
        self._pixels, self._channels_last = pixels, channels_last
        self._reward_scale = reward_scale
        self._chance = np.random.default_rng(7)
        self._steps = 0

    def reset(self):
        return self._observe()

    def step(self, action):
        self._steps += 1
        reward = self._reward_scale * float(self._chance.normal()) * (1 + action)
        return self._observe(), reward, self._steps == 8

    def _observe(self):
        if not self._pixels:
            return torch.from_numpy(self._chance.random(self.shape, dtype=np.float32))
        frame = torch.from_numpy(self._chance.integers(0, 256, size=self.shape, dtype=np.uint8))
        return frame.permute(1, 2, 0).contiguous().permute(2, 0, 1) if self._channels_last else frame


def run():
    """:return: the exit code: 1 if a check failed."""
    torch.manual_seed(3)
    for network in TASKS:
        make_network(network)
    return report([*loss_errors(), *rmsprop_errors(), *form_errors()])


def loss_errors():
    """Compares the derivative of the batch's loss with respect to the network's outputs with its closed form in double precision."""
    outputs = torch.randn(5, 7, requires_grad=True)
    actions, targets = torch.tensor([0, 5, 2, 2, 4]), torch.randn(5)
    batch_loss(outputs, actions, targets).backward()
    logits, value = outputs.detach().double().numpy()[:, :-1], outputs.detach().double().numpy()[:, -1:]
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    entropy = -(probabilities * np.log(probabilities)).sum(axis=1, keepdims=True)
    advantage = targets.double().numpy()[:, None] - value
    taken = np.eye(6)[actions.numpy()]
    expected = np.hstack([
        advantage * (probabilities - taken) + ENTROPY_WEIGHT * probabilities * (np.log(probabilities) + entropy),
        -VALUE_WEIGHT * advantage])
    yield "gradient of the loss", relative_error([outputs.grad], [expected]), 1e-5


def rmsprop_errors():
    """Compares clipping and RMSProp of both forms with NumPy in double precision."""
    for scale, what in ((0.1, "below the limit"), (50.0, "clipped")):
        shapes = [(30, 7), (11,)]
        parameters = [torch.nn.Parameter(torch.randn(shape)) for shape in shapes]
        squares = [torch.rand(shape) for shape in shapes]
        gradients = [scale * torch.randn(shape) for shape in shapes]
        norm = np.sqrt(sum((g.double().numpy() ** 2).sum() for g in gradients))
        factor = min(1.0, rmsprop.CLIP_NORM / norm)
        clipped = [factor * g.double().numpy() for g in gradients]
        expected_squares = [
            rmsprop.DECAY * s.double().numpy() + (1 - rmsprop.DECAY) * d ** 2 for s, d in zip(squares, clipped)]
        expected = [
            p.detach().double().numpy() - rmsprop.LEARNING_RATE * d / np.sqrt(g + rmsprop.EPSILON)
            for p, d, g in zip(parameters, clipped, expected_squares)]
        before = [p.detach().clone() for p in parameters]
        for form, step in (("idiom", _idiom_step), ("best", _best_step)):
            new = [torch.nn.Parameter(p.detach().clone()) for p in parameters]
            new_squares = [s.clone() for s in squares]
            step(new, new_squares, [g.clone() for g in gradients])
            error = max(relative_error(new, expected, before), relative_error(new_squares, expected_squares, squares))
            yield f"RMSProp, {form}, {what}", error, 1e-3


def _idiom_step(parameters, squares, gradients):
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient
    torch.nn.utils.clip_grad_norm_(parameters, rmsprop.CLIP_NORM)
    rmsprop.IdiomRmsProp(parameters, squares).step()


def _best_step(parameters, squares, gradients):
    rmsprop.clip_foreach(gradients)
    rmsprop.step_foreach([parameter.data for parameter in parameters], squares, gradients)


def form_errors():
    """Compares the updates of both forms from the same state, with the same frames, rewards and actions."""
    for network in ("ff", "mlp"):
        for reward_scale, what in ((1.0, "small rewards"), (1000.0, "rewards that need clipping")):
            start = make_network(network)
            environment = TASKS[network][0]
            ends = []
            for form in (IdiomLearner, BestLearner):
                shared = copy.deepcopy(start)
                pixels = len(environment.shape) == 3
                if form.channels_last and pixels:
                    shared = shared.to(memory_format=torch.channels_last)
                squares = rmsprop.make_squares(shared)
                script = iter([0, 2, 1, 1, 2] * SEGMENTS)
                scripted = ScriptedEnvironment(environment.shape, pixels, reward_scale, form.channels_last)
                learner = form(shared, squares, scripted, choose=lambda _, script=script: next(script))
                for _ in range(SEGMENTS):
                    learner.segment()
                ends.append((list(shared.parameters()), squares))
            (idiom, idiom_squares), (best, best_squares) = ends
            before = [parameter.detach() for parameter in start.parameters()]
            error = max(relative_error(best, idiom, before), relative_error(best_squares, idiom_squares))
            yield f"best and idiom, {network}, {what}, {SEGMENTS} segments", error, 1e-3
