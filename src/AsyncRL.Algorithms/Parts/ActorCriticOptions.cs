using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The hyper-parameters that A3C has for every kind of action, each with its unit, default and source.</summary>
public abstract record ActorCriticOptions
{
    internal const string LambdaReturn = "lambda-return";
    internal const string Bootstrap = "bootstrap";

    /// <summary>γ.</summary>
    [Option("discount", "", "γ, the weight of a reward one agent step later (paper, section 8)", Minimum = 0, Maximum = 1)]
    public double Discount { get; init; } = 0.99;

    /// <summary>λ.</summary>
    [Option("lambda", "",
        "λ of generalized advantage estimation (Schulman et al. 2016); 1 is the n-step advantage of Algorithm S3",
        Minimum = 0, Maximum = 1)]
    public double Lambda { get; init; } = 1;

    /// <summary>The critic's target if λ is below 1.</summary>
    [Option("critic-target", "",
        "what V is drawn to where lambda is below 1: lambda-return is V + A, n-step the return of Algorithm S3",
        AllowedValues = "lambda-return n-step")]
    public string CriticTarget { get; init; } = LambdaReturn;

    /// <summary>The shape of β as a function of T.</summary>
    [Option("entropy-weight-schedule", "",
        "constant (paper); linear: β falls to 0 at the last agent step, to explore first and decide at last",
        AllowedValues = Annealing.Shapes)]
    public string EntropyWeightSchedule { get; init; } = "constant";

    /// <summary>c.</summary>
    [Option("value-gradient-scale", "", "c in dL/dV = c (V − R): 0.5 is the authors' halved critic, 2 the literal Algorithm S3",
        Minimum = 0, Maximum = 1e3)]
    public double ValueGradientScale { get; init; } = 0.5;

    /// <summary>Largest magnitude of a reward in training.</summary>
    [Option("reward-clip", "",
        "largest magnitude of a reward in training, 0 for no limit; reported returns stay raw (1 on Atari: Mnih et al. 2013)",
        Minimum = 0, Maximum = 1e9)]
    public double RewardClip { get; init; }

    /// <summary>β.</summary>
    internal abstract double Beta { get; }

    /// <summary>The factor of a reward in training.</summary>
    internal virtual double RewardFactor => 1;

    /// <summary>Whether R starts from V after an episode that a time limit ended; otherwise from 0.</summary>
    internal virtual bool BootstrapsTruncated => true;

    /// <summary>Whether R starts from 0: after a terminal state and, unless V continues it, after a time limit.</summary>
    internal bool EndsInZero(StepOutcome outcome) => outcome.Terminated || (outcome.Truncated && !BootstrapsTruncated);

    /// <summary>The logarithm of the policy's loss; null for the exact one.</summary>
    internal virtual StabilizedLogarithm<float>? Logarithm => null;

    /// <summary>Whether the critic's target is V + A instead of the n-step return.</summary>
    internal bool LearnsLambdaReturn => Lambda != 1 && CriticTarget == LambdaReturn;
}

/// <summary>Scales rewards in training and limits their magnitude (Mnih et al. 2013). Reported returns stay raw.</summary>
/// <param name="largest">The largest magnitude after the scaling, 0 for no limit.</param>
/// <param name="factor">The factor of a reward.</param>
internal readonly struct RewardClip(double largest, double factor = 1)
{
    private readonly float _factor = (float)factor;
    private readonly float _limit = largest > 0 ? (float)largest : float.PositiveInfinity;

    internal float Of(float reward) => Math.Clamp(_factor * reward, -_limit, _limit);
}
