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
        new("theta", writer => writer.WriteNumbers(Theta), reader => reader.ReadNumbers("parameters θ", Theta)),
        new("target parameters target", writer => writer.WriteNumbers(_target), reader => reader.ReadNumbers("target", _target)),
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
