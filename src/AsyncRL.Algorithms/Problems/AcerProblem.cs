using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Problems;

/// <summary>
/// A whole network with the loss of ACER under the gradient checker. The targets, the weights of the actions and the factors of the trust
/// region are constants, computed once at the unperturbed θ. The acting policy and the average policy are random.
/// </summary>
public sealed class AcerProblem : SegmentProblem
{
    private readonly AcerOptions _options;
    private readonly AcerLoss<double> _loss;
    private readonly AcerStep<double>[] _steps;
    private readonly double[][] _logBehavior;
    private readonly double[] _targets;
    private readonly int[] _actions;
    private readonly int _policy;
    private readonly int _values;

    /// <summary>Creates the problem.</summary>
    /// <param name="structure">A network with the heads "policy" and "q".</param>
    /// <param name="steps">Agent steps of the segment, at least 1.</param>
    /// <param name="terminal">Whether the segment ends in a terminal state.</param>
    /// <param name="options">The hyper-parameters; those of the memory and the average are not used.</param>
    public AcerProblem(NetworkStructure structure, int steps, bool terminal, AcerOptions options)
        : base("ACER", structure, steps, terminal)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        (_policy, _values) = (structure.HeadIndex("policy"), structure.HeadIndex(Critic<double>.ActionValues));
        _loss = new AcerLoss<double>(options.ValueGradientScale);
        (_steps, _logBehavior) = (new AcerStep<double>[steps], new double[steps][]);
        (_targets, _actions) = (new double[steps], new int[steps]);
        int choices = structure.Heads[_policy].Outputs;
        for (int i = 0; i < steps; i++)
            (_steps[i], _logBehavior[i]) = (new AcerStep<double>(choices, options.Constants), new double[choices]);
    }

    private protected override void DrawSegment(RandomGenerator generator)
    {
        var retrace = new Retrace<double>(Retrace<double>.Find(_options.Trace), _options.Discount, _options.Lambda);
        retrace.Begin(Terminal ? 0 : generator.NextNormal());
        int choices = _logBehavior[0].Length;
        (double[] logits, double[] scratch) = (new double[choices], new double[choices]);
        for (int i = Steps - 1; i >= 0; i--)
        {
            _actions[i] = generator.NextInteger(choices);
            DrawNormal(logits, generator);
            Numerics.Losses.Softmax.Distribution<double>(logits, scratch, _logBehavior[i]);
            ReadOnlySpan<double> values = Activations.Output(_values, i);
            int action = _actions[i];
            _targets[i] = retrace.Target(Rewards[i]);
            _steps[i].Read(Activations.Output(_policy, i), _logBehavior[i], values);
            _steps[i].Weigh(action, _targets[i], values);
            DrawNormal(logits, generator);
            if (_options.TrustRegion > 0) _steps[i].Project(logits);
            else _steps[i].LeaveUnprojected();
            retrace.Complete(_steps[i].Ratios[action], _steps[i].Probabilities[action], values[action], _steps[i].Value);
        }
    }

    private protected override double AccumulateLoss()
    {
        _loss.Begin(_options.EntropyWeight);
        for (int i = 0; i < Steps; i++)
        {
            ReadOnlySpan<double> values = Activations.Output(_values, i);
            _steps[i].Read(Activations.Output(_policy, i), _logBehavior[i], values);
            _loss.AddPolicyStep(_steps[i], Activations.OutputGradient(_policy, i));
            _loss.AddActionValueStep(values, _actions[i], _targets[i], Activations.OutputGradient(_values, i));
        }

        return _loss.Total;
    }

    private static void DrawNormal(Span<double> numbers, RandomGenerator generator)
    {
        foreach (ref double number in numbers) number = generator.NextNormal();
    }
}
