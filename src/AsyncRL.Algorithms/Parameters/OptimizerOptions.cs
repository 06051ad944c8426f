using AsyncRL.Core.Options;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>The options that determine how gradients become updates.</summary>
public sealed record OptimizerOptions
{
    /// <summary>Name of the optimizer.</summary>
    [Option("optimizer", "", "update rule; shared-rmsprop keeps one g for all threads (paper, section 4)",
        Format = "the name of an optimizer of asyncrl list")]
    public string Optimizer { get; init; } = "shared-rmsprop";

    /// <summary>η at the start.</summary>
    [Option("learning-rate", "", "η at the start; 7e-4 is the authors' (by e-mail) and in the middle of Figure 2's plateau",
        Minimum = 0, Maximum = 1e6)]
    public double LearningRate { get; init; } = 7e-4;

    /// <summary>The schedule of η.</summary>
    [Option("learning-rate-schedule", "", "linear: η falls to 0 at the last agent step (paper, section 8); constant",
        AllowedValues = Annealing.Shapes)]
    public string LearningRateSchedule { get; init; } = "linear";

    /// <summary>α.</summary>
    [Option("decay", "", "α of RMSProp's g or of momentum's m (paper, section 8)", Minimum = 0, Maximum = 0.999999)]
    public double Decay { get; init; } = 0.99;

    /// <summary>ε.</summary>
    [Option("epsilon", "", "ε inside RMSProp's root (0.1: the authors, by e-mail)", Minimum = 1e-20, Maximum = 1e6)]
    public double Epsilon { get; init; } = 0.1;

    /// <summary>g before the first update.</summary>
    [Option("initial-mean-square", "",
        "RMSProp's g at the start; from 0 the first steps are up to 1/√(1−α) times η, from 1 they are small (TensorFlow's choice)",
        Minimum = 0, Maximum = 1e6)]
    public double InitialMeanSquare { get; init; }

    /// <summary>β₁.</summary>
    [Option("adam-mean-decay", "", "β₁ of Adam's m (Kingma and Ba 2015)", Minimum = 0, Maximum = 0.999999)]
    public double AdamMeanDecay { get; init; } = 0.9;

    /// <summary>β₂.</summary>
    [Option("adam-square-decay", "", "β₂ of Adam's v (Kingma and Ba 2015)", Minimum = 0, Maximum = 0.999999)]
    public double AdamSquareDecay { get; init; } = 0.999;

    /// <summary>Adam's ε.</summary>
    [Option("adam-epsilon", "", "ε outside Adam's root (Kingma and Ba 2015)", Minimum = 1e-20, Maximum = 1e6)]
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>Largest norm of a gradient.</summary>
    [Option("clip-norm", "", "largest global L2 norm of a segment's gradient, 0 for no limit (40: the authors, by e-mail)",
        Minimum = 0, Maximum = 1e9)]
    public double ClipNorm { get; init; } = 40;
}

/// <summary>A hyper-parameter as a function of T. It is constant or falls linearly to 0 at T_max.</summary>
/// <param name="initial">Its value at T = 0.</param>
/// <param name="falls">Whether it falls, as η does in the paper (section 8; the shape by e-mail from the authors).</param>
/// <param name="lastAgentStep">T_max.</param>
public sealed class Annealing(double initial, bool falls, long lastAgentStep)
{
    /// <summary>The shapes that a user can choose. The first is the paper's for η.</summary>
    public const string Shapes = "linear constant";

    /// <summary>Creates the function for a user's choice.</summary>
    /// <param name="initial">The value at T = 0.</param>
    /// <param name="word">One of <see cref="Shapes"/>.</param>
    /// <param name="lastAgentStep">T_max.</param>
    public Annealing(double initial, string word, long lastAgentStep)
        : this(initial, word == "linear", lastAgentStep)
    {
    }

    /// <summary>Its value after some agent steps of all threads.</summary>
    public double At(long agentSteps) => falls ? initial * Math.Max(0, 1 - ((double)agentSteps / lastAgentStep)) : initial;
}
