using AsyncRL.Environments.MuJoCo.Physics;

namespace AsyncRL.Environments.MuJoCo.Tasks;

/// <summary>What distinguishes the runners.</summary>
/// <param name="ControlCost">The weight of the sum of the squared controls.</param>
/// <param name="Healthy">The reward of an agent step in which the runner has not fallen.</param>
/// <param name="LowestTorso">The height in meters below which the task ends; −∞ for none.</param>
/// <param name="LargestTilt">The tilt of the torso in radians beyond which the task ends; +∞ for none.</param>
internal sealed record RunnerRules(double ControlCost, double Healthy, double LowestTorso, double LargestTilt)
{
    /// <summary>The cheetah cannot fall: the form of Gymnasium's HalfCheetah.</summary>
    internal static RunnerRules Cheetah { get; } = new(0.1, 0, double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The form of Gymnasium's Hopper.</summary>
    internal static RunnerRules Hopper { get; } = new(0.001, 1, 0.7, 0.3);

    /// <summary>The form of Gymnasium's Walker2d.</summary>
    internal static RunnerRules Walker { get; } = new(0.001, 1, 0.8, 1);
}

/// <summary>
/// A runner in a vertical plane moves forwards. Its model has the joints "x", "z" and "tilt" of the torso first, then those of the legs.
/// The reward is the velocity of the torso forwards in m/s, minus a cost of the controls, plus a constant where the runner can fall.
/// </summary>
/// <remarks>
/// The observation has every position but x, so that the place on the ground does not matter, and every velocity, clipped to ±10 as in
/// Gymnasium's Hopper.
/// </remarks>
internal sealed class Runner : SimulatedTask
{
    private const int X = 0, Z = 1, Tilt = 2;
    private const double LargestVelocity = 10;

    private readonly RunnerRules _rules;
    private readonly double _height;
    private double _before;

    /// <summary>Makes the rules of a runner.</summary>
    /// <param name="simulation">The simulation of its model, in the model's state.</param>
    /// <param name="rules">What distinguishes the runner.</param>
    internal Runner(Simulation simulation, RunnerRules rules)
    {
        _rules = rules;
        _height = simulation.Locate(simulation.FindBody("torso")).Z;
        List<Joint> joints = simulation.Facts.Joints;
        var names = new List<string> { "torso height (m)", "torso tilt (rad)" };
        for (int i = Tilt + 1; i < joints.Count; i++) names.Add($"{joints[i].Name} (rad)");
        names.AddRange(["torso velocity forwards (m/s)", "torso velocity upwards (m/s)", "torso tilt velocity (rad/s)"]);
        for (int i = Tilt + 1; i < joints.Count; i++) names.Add($"{joints[i].Name} velocity (rad/s)");
        ObservationNames = names;
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> ObservationNames { get; }

    /// <inheritdoc/>
    internal override void BeforeStep(Simulation simulation) => _before = simulation.Positions[X];

    /// <inheritdoc/>
    internal override double Reward(Simulation simulation, ReadOnlySpan<double> controls, double seconds)
    {
        double velocity = (simulation.Positions[X] - _before) / seconds;
        double healthy = HasEnded(simulation) ? 0 : _rules.Healthy;
        return velocity + healthy - (_rules.ControlCost * SumOfSquares(controls));
    }

    /// <inheritdoc/>
    internal override bool HasEnded(Simulation simulation) =>
        HeightOf(simulation) < _rules.LowestTorso || Math.Abs(simulation.Positions[Tilt]) > _rules.LargestTilt;

    /// <inheritdoc/>
    internal override void Observe(Simulation simulation, Span<float> observation)
    {
        ReadOnlySpan<double> positions = simulation.Positions, velocities = simulation.Velocities;
        observation[0] = (float)HeightOf(simulation);
        for (int i = Tilt; i < positions.Length; i++) observation[i - Z] = (float)positions[i];
        Span<float> last = observation[(positions.Length - 1)..];
        for (int i = 0; i < velocities.Length; i++) last[i] = (float)Math.Clamp(velocities[i], -LargestVelocity, LargestVelocity);
    }

    /// <summary>The joint z measures from the height of the torso in the model.</summary>
    private double HeightOf(Simulation simulation) => _height + simulation.Positions[Z];
}
