using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

public class TornFloatTests
{
    private const int EnoughCopies = 100_000;

    [Theory]
    [MemberData(nameof(SharingModes.All), MemberType = typeof(SharingModes))]
    public void Racing_writers_never_show_a_torn_float_on_an_aligned_block(string sharing, VectorWidth width)
    {
        var race = new TornFloatRace(SharingModes.Create(sharing, width), RacedBlock.Aligned());
        race.Run(r => r.Copies >= EnoughCopies && r.SawOther);
        Assert.True(race.Torn == 0, $"{race.Torn:X8} was read after {race.Copies} copies; expected one of the two patterns.");
        Assert.True(race.SawOther, $"No thread saw the other's numbers in {race.Copies} copies: there was no race.");
    }

    /// <summary>The race can detect torn floats: a float that straddles two cache lines is written in two pieces.</summary>
    [TearingTheory]
    [MemberData(nameof(SharingModes.WithoutLocks), MemberType = typeof(SharingModes))]
    public void The_same_race_shows_torn_floats_on_a_block_across_cache_lines(string sharing, VectorWidth width)
    {
        var race = new TornFloatRace(SharingModes.Create(sharing, width), RacedBlock.AcrossLines());
        race.Run(_ => false);
        Assert.True(race.Torn != 0, $"No float was torn in {race.Copies} copies.");
    }
}
