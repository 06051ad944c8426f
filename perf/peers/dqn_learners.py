"""Two forms of DQN (Mnih et al. 2015) in PyTorch: like the well-known implementations, and as fast as we could make it."""

import copy
import random

import torch
import torch.nn.functional as F

import centered_rmsprop
from environments import NullFrames

MINIBATCH = 32
UPDATE_INTERVAL = 4
TARGET_INTERVAL = 1000
EXPLORATION = 0.1


def epsilon_greedy(evaluate):
    """
    Chooses an action.

    :param evaluate: computes the values of the actions, a list.
    """
    if random.random() < EXPLORATION:
        return random.randrange(NullFrames.actions)
    values = evaluate()
    return values.index(max(values))


class Learner:
    """What both forms share: the order of agent steps, updates and renewals of the target network."""

    def __init__(self, network, replay, environment, choose=epsilon_greedy, start=MINIBATCH, target_interval=TARGET_INTERVAL):
        """
        :param network: the network that learns.
        :param replay: the memory, of the same form.
        :param environment: shows single frames.
        :param choose: chooses an action from a function that computes the values of the actions.
        :param start: rows of the memory before the first update.
        :param target_interval: agent steps after which the target network is renewed.
        """
        self._network, self._replay, self._environment, self._choose = network, replay, environment, choose
        self._start, self._target_interval, self._steps = start, target_interval, 0
        self._target = copy.deepcopy(network)
        replay.observe(environment.reset())

    def round(self):
        """
        Does some agent steps and, if the memory has enough rows, an update.

        :return: the agent steps.
        """
        for _ in range(UPDATE_INTERVAL):
            action = self._choose(self._evaluate)
            frame, reward, ended = self._environment.step(action)
            self._replay.add(action, reward, ended)
            self._replay.observe(self._environment.reset() if ended else frame)
        before, self._steps = self._steps, self._steps + UPDATE_INTERVAL
        if self._replay.count >= self._start:
            self._update(*self._replay.draw(MINIBATCH))
        if self._steps // self._target_interval > before // self._target_interval:
            self._target.load_state_dict(self._network.state_dict())
        return UPDATE_INTERVAL

    def fill(self):
        """Does rounds until the memory has enough rows for updates."""
        while self._replay.count < self._start:
            self.round()

    def _evaluate(self):
        raise NotImplementedError

    def _update(self, states, next_states, actions, rewards, factors):
        raise NotImplementedError


class IdiomLearner(Learner):
    """Backpropagates into the parameters' gradients, and updates the parameters one after the other."""

    channels_last = False

    def __init__(self, network, *arguments, **others):
        super().__init__(network, *arguments, **others)
        self._optimizer = centered_rmsprop.IdiomCenteredRmsProp(network.parameters())

    def statistics(self):
        """:return: m and g of each parameter."""
        return [[self._optimizer.state[p][name] for p in self._network.parameters()] for name in ("mean", "square_avg")]

    def _evaluate(self):
        with torch.no_grad():
            return self._network(self._replay.present())[0].tolist()

    def _update(self, states, next_states, actions, rewards, factors):
        with torch.no_grad():
            targets = rewards + factors * self._target(next_states).max(dim=1)[0]
        loss = minibatch_loss(self._network(states), actions, targets)
        self._optimizer.zero_grad()
        loss.backward()
        self._optimizer.step()


class BestLearner(Learner):
    """
    Computes gradients that are not accumulated, and updates all parameters with one call per operation. Pixels and kernels are stored
    channels last, which oneDNN's convolutions prefer. Target networks as traced, frozen or optimized graphs were tried and are no faster.
    """

    channels_last = True

    def __init__(self, network, *arguments, **others):
        super().__init__(network, *arguments, **others)
        self._parameters = list(network.parameters())
        self._data = [parameter.data for parameter in self._parameters]
        self._means, self._squares = ([torch.zeros_like(data) for data in self._data] for _ in range(2))

    def statistics(self):
        """The same as in the other form."""
        return [self._means, self._squares]

    def _evaluate(self):
        with torch.inference_mode():
            return self._network(self._replay.present())[0].tolist()

    def _update(self, states, next_states, actions, rewards, factors):
        with torch.inference_mode():
            values = self._target(next_states).amax(dim=1)
        targets = torch.addcmul(rewards, factors, values)
        loss = minibatch_loss(self._network(states), actions, targets)
        gradients = torch.autograd.grad(loss, self._parameters)
        centered_rmsprop.step_foreach(self._data, self._means, self._squares, gradients)


def minibatch_loss(outputs, actions, targets):
    """
    Huber's loss of a minibatch, whose derivative is Q(s, a) - y, clipped to 1.

    :param outputs: [rows, actions], the values of all actions.
    :param actions: [rows], the actions taken.
    :param targets: [rows], y.
    :return: the sum over the rows.
    """
    return F.smooth_l1_loss(outputs.gather(1, actions.unsqueeze(1)).squeeze(1), targets, reduction="sum")


FORMS = {"idiom": IdiomLearner, "best": BestLearner}
