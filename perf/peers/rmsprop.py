"""RMSProp with one g for all processes: g = a g + (1 - a) d^2, theta -= eta d / sqrt(g + epsilon). Epsilon is inside the root."""

import torch

LEARNING_RATE = 7e-4
DECAY = 0.99
EPSILON = 0.1
CLIP_NORM = 40.0


def make_squares(network):
    """:return: g, one tensor of zeros per parameter, in memory that the processes share."""
    return [torch.zeros_like(parameter.data).share_memory_() for parameter in network.parameters()]


class IdiomRmsProp(torch.optim.Optimizer):
    """The step as in the well-known implementations: a loop over the parameters."""

    def __init__(self, parameters, squares):
        super().__init__(parameters, {})
        for parameter, square in zip(self.param_groups[0]["params"], squares):
            self.state[parameter]["square_avg"] = square

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for parameter in group["params"]:
                square = self.state[parameter]["square_avg"]
                square.mul_(DECAY).addcmul_(parameter.grad, parameter.grad, value=1 - DECAY)
                root = square.add(EPSILON).sqrt_()
                parameter.addcdiv_(parameter.grad, root, value=-LEARNING_RATE)


@torch.no_grad()
def clip_foreach(gradients):
    """Scales the gradients down to the largest norm allowed; changes them only if they exceed it."""
    norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients))).item()
    if norm > CLIP_NORM:
        torch._foreach_mul_(gradients, CLIP_NORM / (norm + 1e-6))


@torch.no_grad()
def step_foreach(parameters, squares, gradients):
    """The same step with one call for all parameters per operation, in place."""
    torch._foreach_mul_(squares, DECAY)
    torch._foreach_addcmul_(squares, gradients, gradients, 1 - DECAY)
    roots = torch._foreach_add(squares, EPSILON)
    torch._foreach_sqrt_(roots)
    torch._foreach_addcdiv_(parameters, gradients, roots, -LEARNING_RATE)
