"""
Centered RMSProp (Mnih et al. 2015): m = a m + (1 - a) d, g = a g + (1 - a) d^2, theta -= eta d / sqrt(g - m^2 + epsilon). PyTorch's own
adds epsilon outside the root.
"""

import torch

LEARNING_RATE = 2.5e-4
DECAY = 0.95
EPSILON = 0.01


class IdiomCenteredRmsProp(torch.optim.Optimizer):
    """The step as in PyTorch's optimizers: a loop over the parameters."""

    def __init__(self, parameters):
        super().__init__(parameters, {})
        for parameter in self.param_groups[0]["params"]:
            self.state[parameter]["mean"] = torch.zeros_like(parameter)
            self.state[parameter]["square_avg"] = torch.zeros_like(parameter)

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for parameter in group["params"]:
                mean, square = self.state[parameter]["mean"], self.state[parameter]["square_avg"]
                mean.mul_(DECAY).add_(parameter.grad, alpha=1 - DECAY)
                square.mul_(DECAY).addcmul_(parameter.grad, parameter.grad, value=1 - DECAY)
                root = square.addcmul(mean, mean, value=-1).add_(EPSILON).sqrt_()
                parameter.addcdiv_(parameter.grad, root, value=-LEARNING_RATE)


@torch.no_grad()
def step_foreach(parameters, means, squares, gradients):
    """The same step with one call for all parameters per operation, in place."""
    torch._foreach_mul_(means, DECAY)
    torch._foreach_add_(means, gradients, alpha=1 - DECAY)
    torch._foreach_mul_(squares, DECAY)
    torch._foreach_addcmul_(squares, gradients, gradients, 1 - DECAY)
    roots = torch._foreach_addcmul(squares, means, means, -1)
    torch._foreach_add_(roots, EPSILON)
    torch._foreach_sqrt_(roots)
    torch._foreach_addcdiv_(parameters, gradients, roots, -LEARNING_RATE)
