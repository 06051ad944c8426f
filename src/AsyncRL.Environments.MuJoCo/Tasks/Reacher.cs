using AsyncRL.Core.Randomness;
using AsyncRL.Environments.MuJoCo.Physics;

namespace AsyncRL.Environments.MuJoCo.Tasks;

/// <summary>
/// An arm of two joints moves its tip to a target that is at another place in each episode. The reward has the form of Gymnasium's
/// Reacher: minus the distance of the tip from the target in meters, minus a hundredth of the sum of the squared controls.
/// </summary>
internal sealed class Reacher : SimulatedTask
{
    private const int Shoulder = 0, Elbow = 1, TargetX = 2, TargetY = 3;

    /// <summary>The target's nearest and farthest distance from the shoulder. The arm reaches 0.22 m.</summary>
    private const double NearestTarget = 0.07, FarthestTarget = 0.2;

    private readonly int _tip;
    private readonly int _target;

    /// <summary>Makes the rules.</summary>
    /// <param name="simulation">The simulation of the model.</param>
    internal Reacher(Simulation simulation) => (_tip, _target) = (simulation.FindBody("tip"), simulation.FindBody("target"));

    /// <inheritdoc/>
    internal override IReadOnlyList<string> ObservationNames { get; } =
    [
        "cosine of the shoulder", "sine of the shoulder", "cosine of the elbow", "sine of the elbow", "target x (m)", "target y (m)",
        "shoulder velocity (rad/s)", "elbow velocity (rad/s)", "tip to target x (m)", "tip to target y (m)",
    ];

    /// <summary>The shoulder has any angle, and the target any place in a ring.</summary>
    /// <inheritdoc/>
    internal override void Begin(Simulation simulation, RandomGenerator generator, double noise)
    {
        base.Begin(simulation, generator, noise);
        simulation.Positions[Shoulder] += Uniform(generator, Math.PI);

        // The square of the distance is uniform, so that all places of the ring are equally likely.
        double share = generator.NextDouble();
        double least = NearestTarget * NearestTarget, most = FarthestTarget * FarthestTarget;
        double distance = Math.Sqrt(least + ((most - least) * share));
        (double sine, double cosine) = Math.SinCos(Uniform(generator, Math.PI));
        (simulation.Positions[TargetX], simulation.Positions[TargetY]) = (distance * cosine, distance * sine);
        simulation.Velocities[TargetX..].Clear();
    }

    /// <inheritdoc/>
    internal override double Reward(Simulation simulation, ReadOnlySpan<double> controls, double seconds) =>
        -simulation.Locate(_tip).DistanceTo(simulation.Locate(_target)) - (0.01 * SumOfSquares(controls));

    /// <inheritdoc/>
    internal override void Observe(Simulation simulation, Span<float> observation)
    {
        ReadOnlySpan<double> positions = simulation.Positions;
        BodyPlace tip = simulation.Locate(_tip), target = simulation.Locate(_target);
        (double shoulderSine, double shoulderCosine) = Math.SinCos(positions[Shoulder]);
        (double elbowSine, double elbowCosine) = Math.SinCos(positions[Elbow]);
        observation[0] = (float)shoulderCosine;
        observation[1] = (float)shoulderSine;
        observation[2] = (float)elbowCosine;
        observation[3] = (float)elbowSine;
        observation[4] = (float)positions[TargetX];
        observation[5] = (float)positions[TargetY];
        observation[6] = (float)simulation.Velocities[Shoulder];
        observation[7] = (float)simulation.Velocities[Elbow];
        observation[8] = (float)(target.X - tip.X);
        observation[9] = (float)(target.Y - tip.Y);
    }
}
