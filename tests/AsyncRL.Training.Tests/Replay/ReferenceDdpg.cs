using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>
/// The gradient of DDPG by plain loops in double: an actor and a critic of two rectified layers each, with the action at the second layer
/// of the critic.
/// </summary>
internal sealed class ReferenceDdpg
{
    private readonly ReferenceLayers _layers;
    private readonly ParameterLayout _layout;
    private readonly float[] _theta;

    internal ReferenceDdpg(ParameterLayout layout, float[] theta) =>
        (_layers, _layout, _theta) = (new ReferenceLayers(layout, theta), layout, theta);

    /// <summary>The gradient, to which the methods add.</summary>
    internal double[] Gradient => _layers.Gradient;

    /// <summary>Computes the gradient of the minibatch that the members of a bench drew last.</summary>
    internal static double[] GradientOf(DdpgOptions options, SynchronousBench bench, float[] theta, float[] target)
    {
        ReplayMemory memory = MemoryOf(bench);
        var online = new ReferenceDdpg(bench.Structure.Layout, theta);
        var delayed = new ReferenceDdpg(bench.Structure.Layout, target);
        double scale = 1.0 / options.MinibatchSize;
        foreach (int slot in memory.Minibatch.Slots)
        {
            (RingItems items, long row) = memory.Find(slot);
            Transition transition = items.Ring.Read(row, (float)options.Discount);
            double[] state = Doubles(items.Ring.Values(row)), action = Doubles(items.Ring.NumbersOf(row));
            double y = transition.Return;
            if (transition.Next >= 0)
            {
                double[] next = Doubles(items.Ring.Values(transition.Next));
                y += transition.Factor * delayed.Value(next, delayed.Action(next));
            }

            online.AddCriticGradient(state, action, scale * (online.Value(state, action) - y));
            online.AddActorGradient(state, scale);
        }

        online.AddDecay(options.CriticWeightDecay);
        return online.Gradient;
    }

    internal static ReplayMemory MemoryOf(SynchronousBench bench) =>
        ((ReplayRounds)((SynchronousWorker)bench.Workers[0]).Learner).Memory;

    /// <summary>μ(s).</summary>
    internal double[] Action(double[] state) => ActorPass(state).Action;

    /// <summary>Q(s, a).</summary>
    internal double Value(double[] state, double[] action) => CriticPass(state, action).Value;

    private void AddCriticGradient(double[] state, double[] action, double valueGradient) =>
        BackwardCritic(_layers, state, CriticPass(state, action), valueGradient);

    /// <summary>The critic's own gradient goes to other layers, which are not used further.</summary>
    private void AddActorGradient(double[] state, double scale)
    {
        (double[] first, double[] second, double[] action) = ActorPass(state);
        double[] actionGradient = BackwardCritic(new ReferenceLayers(_layout, _theta), state, CriticPass(state, action), -scale);
        for (int i = 0; i < action.Length; i++) actionGradient[i] *= 1 - (action[i] * action[i]);
        double[] secondGradient = new double[second.Length], firstGradient = new double[first.Length];
        _layers.Backward("action", second, actionGradient, secondGradient);
        ReferenceLayers.BackwardRectify(second, secondGradient);
        _layers.Backward("actor-dense2", first, secondGradient, firstGradient);
        ReferenceLayers.BackwardRectify(first, firstGradient);
        _layers.Backward("actor-dense1", state, firstGradient, new double[state.Length]);
    }

    private void AddDecay(double factor)
    {
        foreach (ParameterSlice slice in _layout.Slices)
        {
            bool isCritic = slice.Name.StartsWith("critic-dense", StringComparison.Ordinal) || slice.Name == "value.weights";
            if (!isCritic || !slice.Name.EndsWith("weights", StringComparison.Ordinal)) continue;
            for (int i = slice.Offset; i < slice.Offset + slice.Length; i++) Gradient[i] += factor * _theta[i];
        }
    }

    private (double[] First, double[] Second, double[] Action) ActorPass(double[] state)
    {
        double[] first = ReferenceLayers.Rectify(_layers.Forward("actor-dense1", state));
        double[] second = ReferenceLayers.Rectify(_layers.Forward("actor-dense2", first));
        return (first, second, Array.ConvertAll(_layers.Forward("action", second), Math.Tanh));
    }

    private (double[] Joined, int Features, double[] Second, double Value) CriticPass(double[] state, double[] action)
    {
        double[] first = ReferenceLayers.Rectify(_layers.Forward("critic-dense1", state));
        double[] joined = [.. first, .. action];
        double[] second = ReferenceLayers.Rectify(_layers.Forward("critic-dense2", joined));
        return (joined, first.Length, second, _layers.Forward("value", second)[0]);
    }

    /// <summary>Adds the critic's gradients to some layers.</summary>
    /// <returns>The gradient of the action.</returns>
    private static double[] BackwardCritic(
        ReferenceLayers layers, double[] state, (double[] Joined, int Features, double[] Second, double Value) pass, double valueGradient)
    {
        double[] secondGradient = new double[pass.Second.Length], joinedGradient = new double[pass.Joined.Length];
        layers.Backward("value", pass.Second, [valueGradient], secondGradient);
        ReferenceLayers.BackwardRectify(pass.Second, secondGradient);
        layers.Backward("critic-dense2", pass.Joined, secondGradient, joinedGradient);
        double[] first = pass.Joined[..pass.Features], firstGradient = joinedGradient[..pass.Features];
        ReferenceLayers.BackwardRectify(first, firstGradient);
        layers.Backward("critic-dense1", state, firstGradient, new double[state.Length]);
        return joinedGradient[pass.Features..];
    }

    internal static double[] Doubles(ReadOnlySpan<float> numbers) => Array.ConvertAll(numbers.ToArray(), number => (double)number);
}
