"""Two forms of an actor-learner of A3C in PyTorch: like the well-known implementations, and as fast as we could make it."""

import copy
import math
import random

import torch
import torch.nn.functional as F

import rmsprop

T_MAX = 5
DISCOUNT = 0.99
ENTROPY_WEIGHT = 0.01
VALUE_WEIGHT = 0.5


class IdiomLearner:
    """Keeps the autograd graph of five forward passes of one row each, and backpropagates through it."""

    channels_last = False

    def __init__(self, shared, squares, environment, choose=None):
        """
        :param shared: the network that all processes update.
        :param squares: RMSProp's g, which is also shared.
        :param choose: chooses an action from the probabilities, [1, actions]; if None, the action is drawn.
        """
        self._shared, self._environment = shared, environment
        self._local = copy.deepcopy(shared)
        self._optimizer = rmsprop.IdiomRmsProp(shared.parameters(), squares)
        self._choose = choose or (lambda probabilities: probabilities.multinomial(num_samples=1).item())
        self._observation = environment.reset()
        self._recurrent = hasattr(shared, "initial_state")
        self._state = shared.initial_state() if self._recurrent else None

    def segment(self):
        """
        Acts for up to five steps and updates the shared parameters once.

        :return: the agent steps.
        """
        self._local.load_state_dict(self._shared.state_dict())
        if self._recurrent:
            self._state = tuple(part.detach() for part in self._state)
        values, log_likelihoods, entropies, rewards = [], [], [], []
        ended = False
        while len(rewards) < T_MAX and not ended:
            logits, value = self._forward()
            probabilities = F.softmax(logits, dim=1)
            log_probabilities = F.log_softmax(logits, dim=1)
            entropies.append(-(log_probabilities * probabilities).sum())
            action = self._choose(probabilities)
            log_likelihoods.append(log_probabilities[0, action])
            values.append(value)
            self._observation, reward, ended = self._environment.step(action)
            rewards.append(reward)
        target = 0.0
        if not ended:
            state = self._state
            with torch.no_grad():
                target = self._forward()[1].item()
            self._state = state
        self._update(target, values, log_likelihoods, entropies, rewards)
        if ended:
            self._observation = self._environment.reset()
            if self._recurrent:
                self._state = self._shared.initial_state()
        return len(rewards)

    def _forward(self):
        inputs = (self._observation.float() * self._environment.scale).unsqueeze(0)
        if self._recurrent:
            outputs, self._state = self._local(inputs, self._state)
        else:
            outputs = self._local(inputs)
        return outputs[:, :-1], outputs[0, -1]

    def _update(self, target, values, log_likelihoods, entropies, rewards):
        targets = torch.tensor(discounted(rewards, target))
        advantages = targets - torch.stack(values)
        policy_loss = -(torch.stack(log_likelihoods) * advantages.detach()).sum() - ENTROPY_WEIGHT * torch.stack(entropies).sum()
        value_loss = 0.5 * advantages.pow(2).sum()
        self._local.zero_grad(set_to_none=True)
        (policy_loss + VALUE_WEIGHT * value_loss).backward()
        torch.nn.utils.clip_grad_norm_(self._local.parameters(), rmsprop.CLIP_NORM)
        for local, shared in zip(self._local.parameters(), self._shared.parameters()):
            shared.grad = local.grad
        self._optimizer.step()


class BestLearner:
    """
    Acts without a graph into a preallocated batch, then computes the batch's loss and gradient in one pass. Each operation is one call for
    all parameters. Pixels and kernels are stored channels last, which oneDNN's convolutions prefer. These variants were tried and are no
    faster: a traced graph for acting, inference mode, and RMSProp over pieces that fit into the second-level cache.
    """

    channels_last = True

    def __init__(self, shared, squares, environment, choose=None):
        """The same as in the other form, but choose gets the logits as a list."""
        self._squares, self._environment = squares, environment
        self._shared = [parameter.data for parameter in shared.parameters()]
        self._local = copy.deepcopy(shared)
        self._parameters = list(self._local.parameters())
        self._choose = choose or _draw
        layout = torch.channels_last if len(environment.shape) == 3 else torch.contiguous_format
        self._batch = torch.empty((T_MAX + 1, *environment.shape), memory_format=layout)  # the last row is that of the bootstrap
        self._rows = [self._batch[i] for i in range(T_MAX + 1)]
        self._inputs = [self._batch[i:i + 1] for i in range(T_MAX + 1)]
        self._observation = environment.reset()

    def segment(self):
        """The same as in the other form."""
        with torch.no_grad():
            for local, shared in zip(self._parameters, self._shared):
                local.copy_(shared)
            actions, rewards, ended = self._play()
            target = 0.0 if ended else self._evaluate(len(rewards))[-1]
        self._update(torch.tensor(actions), torch.tensor(discounted(rewards, target)))
        if ended:
            self._observation = self._environment.reset()
        return len(rewards)

    def _play(self):
        actions, rewards, ended = [], [], False
        while len(rewards) < T_MAX and not ended:
            action = self._choose(self._evaluate(len(rewards))[:-1])
            self._observation, reward, ended = self._environment.step(action)
            actions.append(action)
            rewards.append(reward)
        return actions, rewards, ended

    def _evaluate(self, row):
        torch.mul(self._observation, self._environment.scale, out=self._rows[row])
        return self._local(self._inputs[row])[0].tolist()

    def _update(self, actions, targets):
        loss = batch_loss(self._local(self._batch[:len(actions)]), actions, targets)
        gradients = list(torch.autograd.grad(loss, self._parameters))
        rmsprop.clip_foreach(gradients)
        rmsprop.step_foreach(self._shared, self._squares, gradients)


def discounted(rewards, target):
    """:return: R of every step, given the R after the last step."""
    targets = [0.0] * len(rewards)
    for i in reversed(range(len(rewards))):
        targets[i] = target = rewards[i] + DISCOUNT * target
    return targets


def batch_loss(outputs, actions, targets):
    """
    The loss of a segment: the sum of -log pi(a) A - 0.01 H + 0.5 * 0.5 (R - V)^2.

    :param outputs: [rows, actions + 1]: logits, and V as the last column.
    :param actions: [rows], the actions taken.
    :param targets: [rows], R.
    :return: the sum over the rows.
    """
    log_probabilities = F.log_softmax(outputs[:, :-1], dim=1)
    log_likelihoods = log_probabilities.gather(1, actions.unsqueeze(1)).squeeze(1)
    negative_entropy = (log_probabilities.exp() * log_probabilities).sum()
    advantages = targets - outputs[:, -1]
    policy_loss = ENTROPY_WEIGHT * negative_entropy - torch.dot(log_likelihoods, advantages.detach())
    return policy_loss + 0.5 * VALUE_WEIGHT * torch.dot(advantages, advantages)


def _draw(logits):
    """:return: an action, drawn with the softmax's probabilities."""
    top = max(logits)
    weights = [math.exp(logit - top) for logit in logits]
    threshold = random.random() * sum(weights)
    for action, weight in enumerate(weights):
        threshold -= weight
        if threshold < 0:
            return action
    return len(weights) - 1


FORMS = {"idiom": IdiomLearner, "best": BestLearner}
