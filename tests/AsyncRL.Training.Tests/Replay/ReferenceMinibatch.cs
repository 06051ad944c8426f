using AsyncRL.Algorithms.Replay;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>The gradient and the errors of a minibatch of transitions, by the printed formulas in double.</summary>
internal static class ReferenceMinibatch
{
    /// <summary>Compares the last update with the reference.</summary>
    /// <returns>Whether it could be compared: no choice of an action depended on rounding.</returns>
    internal static bool AssertSame(
        TransitionOptions options, ReplayMemory memory, SynchronousBench bench, float[] theta, float[] thetaMinus)
    {
        var online = new ReferenceActionValues(bench.Structure.Layout, theta, options.Dueling);
        var target = new ReferenceActionValues(bench.Structure.Layout, thetaMinus, options.Dueling);
        var errors = new double[options.MinibatchSize];
        for (int i = 0; i < options.MinibatchSize; i++)
        {
            (RingItems items, long row) = memory.Find(memory.Minibatch.Slots[i]);
            ExperienceRing ring = items.Ring;
            Transition transition = ring.Read(row, (float)options.Discount);
            float[] observation = ObservationOf(ring, row);
            double y = transition.Return;
            if (transition.Next >= 0)
            {
                float[] next = ObservationOf(ring, transition.Next);
                y += transition.Factor * (options.Double ? target.Values(next)[online.Best(next)] : target.Largest(next));
            }

            double error = y - online.Values(observation)[transition.Action];
            errors[i] = error;
            double slope = options.Error == "huber" ? Math.Clamp(error, -1, 1) : error;
            double scale = options.ValueGradientScale * memory.Minibatch.Weights[i];
            if (options.LossScale == "mean") scale /= options.MinibatchSize;
            online.Accumulate(observation, transition.Action, -scale * slope);
        }

        if (online.MetTie) return false;
        for (int i = 0; i < errors.Length; i++) Assert.Equal(errors[i], memory.Minibatch.Errors[i], 1e-4 * (1 + Math.Abs(errors[i])));
        double largest = 0.2;
        foreach (double component in online.Gradient) largest = Math.Max(largest, Math.Abs(component));
        for (int i = 0; i < online.Gradient.Length; i++)
            Assert.True(Math.Abs(online.Gradient[i] - bench.Gradient[i]) <= 5e-5 * largest, $"Component {i} of the gradient differs.");
        return true;
    }

    private static float[] ObservationOf(ExperienceRing ring, long row) => ring.Values(row).ToArray();
}
