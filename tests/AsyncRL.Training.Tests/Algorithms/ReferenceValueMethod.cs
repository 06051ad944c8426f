using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// The value methods of one thread, executed step by step as the paper prints them. The action in each state follows from θ′, ε and the
/// thread's uniform numbers. The target of each agent step follows from the recorded observations and rewards and from θ⁻.
/// </summary>
internal sealed class ReferenceValueMethod
{
    private readonly ParameterLayout _layout;
    private readonly ActionValueOptions _options;
    private readonly RandomGenerator _chance;
    private readonly double _finalEpsilon;
    private readonly bool _isSarsa;
    private double _epsilon;
    private int _next;
    private bool _episodeIsOver = true;
    private long _agentSteps;

    /// <summary>Creates the reference in the state of a new learner.</summary>
    /// <param name="layout">The network's layout.</param>
    /// <param name="options">The learner's options, with one final value of ε.</param>
    /// <param name="chance">A copy of the actor's generator.</param>
    internal ReferenceValueMethod(ParameterLayout layout, ActionValueOptions options, RandomGenerator chance)
    {
        (_layout, _options, _chance) = (layout, options, chance);
        _finalEpsilon = double.Parse(options.FinalExploration, System.Globalization.CultureInfo.InvariantCulture);
        _isSarsa = options.GetType() == typeof(SarsaOptions);
    }

    /// <summary>dθ of the last segment.</summary>
    internal double[] Gradient { get; private set; } = [];

    /// <summary>L of the last segment.</summary>
    internal double Loss { get; private set; }

    /// <summary>The expected actions of the last segment.</summary>
    internal List<int> Actions { get; } = [];

    /// <summary>Whether an action depended on rounding, so that later results may differ.</summary>
    internal bool MetTie { get; private set; }

    /// <summary>Executes a segment. Its last agent step either ended its episode or filled the segment.</summary>
    /// <param name="theta">θ′.</param>
    /// <param name="thetaMinus">θ⁻.</param>
    /// <param name="seen">s and s′ of each agent step.</param>
    /// <param name="outcomes">r of each agent step, and whether s′ is terminal.</param>
    internal void Run(
        float[] theta,
        float[] thetaMinus,
        IReadOnlyList<(float[] Before, float[] After)> seen,
        IReadOnlyList<StepOutcome> outcomes)
    {
        var online = new ReferenceActionValues(_layout, theta, _options.Dueling);
        var target = new ReferenceActionValues(_layout, thetaMinus, _options.Dueling);
        double passed = _options.ExplorationFrames == 0 ? 1 : Math.Min(1, (double)_agentSteps / _options.ExplorationFrames!.Value);
        _epsilon = 1 + ((_finalEpsilon - 1) * passed);
        Actions.Clear();
        Loss = 0;
        if (_options is NStepOptions) RunNStep(online, target, seen, outcomes);
        else if (_isSarsa) RunSarsa(online, target, seen, outcomes);
        else RunOneStep(online, target, seen, outcomes);
        _episodeIsOver = outcomes[^1].IsEnd;
        _agentSteps += outcomes.Count;
        Gradient = online.Gradient;
        MetTie |= online.MetTie;
    }

    /// <summary>Algorithm 1.</summary>
    private void RunOneStep(
        ReferenceActionValues online,
        ReferenceActionValues target,
        IReadOnlyList<(float[] Before, float[] After)> seen,
        IReadOnlyList<StepOutcome> outcomes)
    {
        for (int i = 0; i < seen.Count; i++)
        {
            int action = Choose(online, seen[i].Before);
            double y = Reward(outcomes[i]);
            if (!outcomes[i].Terminated) y += _options.Discount * Bootstrap(online, target, seen[i].After);
            Learn(online, seen[i].Before, action, y);
            Actions.Add(action);
        }
    }

    /// <summary>Section 4.2: a′ is chosen in s′ before y is computed, and then taken.</summary>
    private void RunSarsa(
        ReferenceActionValues online,
        ReferenceActionValues target,
        IReadOnlyList<(float[] Before, float[] After)> seen,
        IReadOnlyList<StepOutcome> outcomes)
    {
        int action = _episodeIsOver ? Choose(online, seen[0].Before) : _next;
        for (int i = 0; i < seen.Count; i++)
        {
            double y = Reward(outcomes[i]);
            if (!outcomes[i].Terminated)
            {
                _next = Choose(online, seen[i].After);
                y += _options.Discount * target.Values(seen[i].After)[_next];
            }

            Learn(online, seen[i].Before, action, y);
            Actions.Add(action);
            action = _next;
        }
    }

    /// <summary>Algorithm S2, with each return as an explicit sum: Σ γᵏ r + γⁿ max Q(s_t, ·; θ⁻).</summary>
    private void RunNStep(
        ReferenceActionValues online,
        ReferenceActionValues target,
        IReadOnlyList<(float[] Before, float[] After)> seen,
        IReadOnlyList<StepOutcome> outcomes)
    {
        foreach ((float[] before, _) in seen) Actions.Add(Choose(online, before));
        double last = outcomes[^1].Terminated ? 0 : Bootstrap(online, target, seen[^1].After);
        for (int i = 0; i < seen.Count; i++)
        {
            double y = Math.Pow(_options.Discount, seen.Count - i) * last;
            for (int k = i; k < seen.Count; k++) y += Math.Pow(_options.Discount, k - i) * Reward(outcomes[k]);
            Learn(online, seen[i].Before, Actions[i], y);
        }
    }

    private int Choose(ReferenceActionValues online, float[] observation)
    {
        int best = online.Best(observation);
        return _chance.NextDouble() < _epsilon ? _chance.NextInteger(online.Values(observation).Length) : best;
    }

    private double Bootstrap(ReferenceActionValues online, ReferenceActionValues target, float[] observation) =>
        _options.IsDouble ? target.Values(observation)[online.Best(observation)] : target.Largest(observation);

    private double Reward(StepOutcome outcome) => _options.RewardClip > 0
        ? Math.Max(-_options.RewardClip, Math.Min(_options.RewardClip, outcome.Reward))
        : outcome.Reward;

    private void Learn(ReferenceActionValues online, float[] observation, int action, double y)
    {
        double error = online.Values(observation)[action] - y, size = Math.Abs(error), c = _options.ValueGradientScale;
        bool linear = _options.Error == "huber" && size > 1;
        Loss += c * (linear ? size - 0.5 : error * error / 2);
        online.Accumulate(observation, action, c * (linear ? Math.Sign(error) : error));
    }
}
