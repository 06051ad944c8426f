using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Parts of a run as a checkpoint sees them: blocks of numbers, small states and one with nothing in it.</summary>
internal sealed class SavedParts
{
    private readonly float[] _target;
    private long _updates;
    private string _schedule;

    internal SavedParts(ulong seed)
    {
        var generator = new RandomGenerator(seed);
        (Theta, _target) = (Numbers.Normal(generator, 16), Numbers.Normal(generator, 16));
        (_updates, _schedule) = (generator.NextInteger(1000), $"schedule {seed}");
    }

    internal float[] Theta { get; }

    internal IReadOnlyList<Section> Sections =>
    [
        new("theta", state => state.Floats<float>(Theta, "parameters θ")),
        new("target parameters target", state => state.Floats<float>(_target, "target")),
        new("optimizer", writer => writer.Write(_updates), reader => _updates = reader.ReadInt64()),
        new("nothing", _ => { }, _ => { }),
        new("schedule", writer => writer.Write(_schedule), reader => _schedule = reader.ReadString()),
    ];

    internal void AssertSame(SavedParts other)
    {
        Bits.AssertSame(other.Theta, Theta, "theta");
        Bits.AssertSame(other._target, _target, "target");
        Assert.Equal((other._updates, other._schedule), (_updates, _schedule));
    }
}
