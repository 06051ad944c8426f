using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.MuJoCo.Physics;

namespace AsyncRL.Environments.MuJoCo.Tasks;

/// <summary>What a task with a user's model needs besides its reward.</summary>
/// <param name="Body">The name of the body that moves; empty for the first body of the model.</param>
/// <param name="Target">The name of the body that is the target; empty for none.</param>
/// <param name="LowestBody">The height in meters of the body below which the task ends.</param>
internal sealed record OwnModelRules(string Body, string Target, double LowestBody);

/// <summary>
/// A task with a user's model. Its reward is a weighted sum of named terms; its observation has all positions and velocities, and from the
/// body to the target if there is one.
/// </summary>
internal sealed class OwnModelTask : SimulatedTask
{
    private const int FirstBody = 1;

    private readonly RewardTerms _terms;
    private readonly double _lowest;
    private readonly int _body;
    private readonly int _target;
    private readonly bool[] _isDrawn;
    private double _before;

    /// <summary>Makes the rules.</summary>
    /// <param name="simulation">The simulation of the model.</param>
    /// <param name="terms">The reward.</param>
    /// <param name="rules">The rest.</param>
    /// <exception cref="InputException">The model has no body of a name, or there is no target that the reward needs.</exception>
    internal OwnModelTask(Simulation simulation, RewardTerms terms, OwnModelRules rules)
    {
        (_terms, _lowest) = (terms, rules.LowestBody);
        _body = rules.Body.Length == 0 ? FirstBody : Find(simulation, "body", rules.Body);
        _target = rules.Target.Length == 0 ? -1 : Find(simulation, "target", rules.Target);
        if (_target < 0 && terms.DistanceToTarget != 0)
            throw new InputException("The reward has the term distance-to-target without a target; expected --set target=BODY.");
        var names = new List<string>();
        var isDrawn = new List<bool>();
        foreach (Joint joint in simulation.Facts.Joints) AddPositions(joint, names, isDrawn);
        for (int i = 0; i < simulation.Facts.Velocities; i++) names.Add($"velocity {i + 1}");
        if (_target >= 0) names.AddRange(["body to target x (m)", "body to target y (m)", "body to target z (m)"]);
        (ObservationNames, _isDrawn) = (names, [.. isDrawn]);
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> ObservationNames { get; }

    /// <summary>Slides, hinges and places get noise; rotations of four numbers do not, because they must keep their length.</summary>
    /// <inheritdoc/>
    internal override void Begin(Simulation simulation, RandomGenerator generator, double noise)
    {
        for (int i = 0; i < _isDrawn.Length; i++)
        {
            if (_isDrawn[i]) simulation.Positions[i] += Uniform(generator, noise);
        }

        foreach (ref double velocity in simulation.Velocities) velocity += Uniform(generator, noise);
    }

    /// <inheritdoc/>
    internal override void BeforeStep(Simulation simulation) => _before = simulation.Locate(_body).X;

    /// <inheritdoc/>
    internal override double Reward(Simulation simulation, ReadOnlySpan<double> controls, double seconds)
    {
        BodyPlace place = simulation.Locate(_body);
        double reward = (_terms.Forward * (place.X - _before) / seconds) + (_terms.Upright * place.Upright)
            + (_terms.Height * place.Z) - (_terms.ControlCost * SumOfSquares(controls));
        if (_target >= 0) reward -= _terms.DistanceToTarget * place.DistanceTo(simulation.Locate(_target));
        return place.Z < _lowest ? reward : reward + _terms.Alive;
    }

    /// <inheritdoc/>
    internal override bool HasEnded(Simulation simulation) => simulation.Locate(_body).Z < _lowest;

    /// <inheritdoc/>
    internal override void Observe(Simulation simulation, Span<float> observation)
    {
        int next = 0;
        foreach (double position in simulation.Positions) observation[next++] = (float)position;
        foreach (double velocity in simulation.Velocities) observation[next++] = (float)velocity;
        if (_target < 0) return;
        BodyPlace place = simulation.Locate(_body), target = simulation.Locate(_target);
        observation[next++] = (float)(target.X - place.X);
        observation[next++] = (float)(target.Y - place.Y);
        observation[next] = (float)(target.Z - place.Z);
    }

    private static int Find(Simulation simulation, string option, string name)
    {
        int body = simulation.FindBody(name);
        return body >= 0 ? body : throw new InputException($"The option {option} is \"{name}\"; expected the name of a body of the model.");
    }

    private static void AddPositions(Joint joint, List<string> names, List<bool> isDrawn)
    {
        const int placeSize = 3, rotationSize = 4;
        string name = joint.Name.Length > 0 ? joint.Name : $"position {names.Count + 1}";
        int places = joint.Kind == JointKind.Free ? placeSize : 0;
        int rotations = joint.Kind is JointKind.Free or JointKind.Ball ? rotationSize : 0;
        for (int i = 0; i < places; i++) Add($"{name} place {i + 1} (m)", true);
        for (int i = 0; i < rotations; i++) Add($"{name} rotation {i + 1}", false);
        if (joint.Kind is JointKind.Slide or JointKind.Hinge) Add($"{name} ({(joint.Kind == JointKind.Slide ? "m" : "rad")})", true);

        void Add(string text, bool drawn)
        {
            names.Add(text);
            isDrawn.Add(drawn);
        }
    }
}
