using AsyncRL.Environments.MuJoCo.Physics;
using AsyncRL.Environments.MuJoCo.Tasks;

namespace AsyncRL.Environments.MuJoCo;

/// <summary>The tasks of the bridge.</summary>
internal static class MuJoCoTasks
{
    private static readonly MuJoCoDescription[] All =
    [
        new("cartpole", "Swing a pole up and balance it in the middle of the rail: 0 to 1 for each agent step, at most 500.",
            new MuJoCoOptions { FrameSkip = 2, TimeLimit = 500, ResetNoise = 0.05 }, (_, _) => new CartPoleSwingUp()),
        new("pendulum", "Swing a rod up with a weak torque and hold it: a negative reward for each agent step.",
            new MuJoCoOptions { FrameSkip = 5, TimeLimit = 200, ResetNoise = 1 }, (_, _) => new PendulumSwingUp()),
        new("reacher", "Move the tip of an arm of two joints to a random target: minus the distance for each agent step.",
            new MuJoCoOptions { FrameSkip = 4, TimeLimit = 50, ResetNoise = 0.1 }, (simulation, _) => new Reacher(simulation)),
        new("cheetah", "Run forwards on two legs without falling over: the velocity for each agent step.",
            new MuJoCoOptions { FrameSkip = 5, TimeLimit = 1000, ResetNoise = 0.1 },
            (simulation, _) => new Runner(simulation, RunnerRules.Cheetah)),
        new("hopper", "Hop forwards on one leg: 1 and the velocity for each agent step until it falls.",
            new MuJoCoOptions { FrameSkip = 4, TimeLimit = 1000, ResetNoise = 0.005 },
            (simulation, _) => new Runner(simulation, RunnerRules.Hopper)),
        new("walker", "Walk forwards on two legs: 1 and the velocity for each agent step until it falls.",
            new MuJoCoOptions { FrameSkip = 4, TimeLimit = 1000, ResetNoise = 0.005 },
            (simulation, _) => new Runner(simulation, RunnerRules.Walker)),
        new("model", "Your model in MJCF (--set model=FILE), with a reward of named terms (--set reward.TERM=WEIGHT).",
            new OwnModelOptions(), MakeOwn),
    ];

    /// <summary>The names of the tasks.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. NamesOfAll()];

    /// <summary>Finds a task by its name, without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The task; null if there is none.</returns>
    internal static MuJoCoDescription? Find(string name) =>
        Array.Find(All, task => task.Task.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static OwnModelTask MakeOwn(Simulation simulation, MuJoCoOptions options)
    {
        var own = (OwnModelOptions)options;
        string body = own.Body.Equals(Native.MuJoCoLibrary.Usual, StringComparison.OrdinalIgnoreCase) ? "" : own.Body;
        string target = own.Target.Equals(OwnModelOptions.NoTarget, StringComparison.OrdinalIgnoreCase) ? "" : own.Target;
        return new OwnModelTask(
            simulation, RewardTerms.Read(own.Reward), new OwnModelRules(body, target, own.LowestBody ?? double.NegativeInfinity));
    }

    private static IEnumerable<string> NamesOfAll()
    {
        foreach (MuJoCoDescription task in All) yield return task.Task;
    }
}
