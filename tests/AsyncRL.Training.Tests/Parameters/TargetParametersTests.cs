using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>A reader never accepts a partly installed θ⁻.</summary>
public class TargetParametersTests
{
    private const int Length = 32;

    private readonly InterruptedCopy _copy = new();
    private readonly TargetParameters _target;
    private readonly float[] _own = new float[Length];
    private readonly float[] _spare = new float[Length];
    private long _seen = -1;

    public TargetParametersTests() => _target = new TargetParameters(new AlignedBlock<float>(Length), _copy);

    /// <summary>A thread takes a restored θ⁻ for newer than any θ⁻ that it has read.</summary>
    [Fact]
    public void A_restored_target_is_new_to_every_reader()
    {
        _target.Install(Constant(1));
        using var state = new MemoryStream();
        _target.Transfer(new StateTransfer(new BinaryWriter(state)));
        _target.Install(Constant(2));
        (float[] copy, float[] spare, long seen) = (Constant(0), Constant(0), -1);
        Assert.True(_target.TryRead(copy, spare, ref seen));
        state.Position = 0;
        _target.Transfer(new StateTransfer(new BinaryReader(state)));
        Assert.True(_target.TryRead(copy, spare, ref seen));
        Assert.Equal(Constant(1), copy);
    }

    [Fact]
    public void An_installed_target_is_read_once()
    {
        _target.Install(Constant(1));
        Assert.True(Read());
        Assert.Equal(Constant(1), _own);
        Assert.False(Read());
        _target.Install(Constant(2));
        Assert.True(Read());
        Assert.Equal(Constant(2), _own);
    }

    [Fact]
    public void Installations_are_counted_by_twos()
    {
        Assert.Equal(0, _target.Version);
        _copy.Interruption = () => Assert.Equal(1, _target.Version);
        _target.Install(Constant(1));
        Assert.Equal(2, _target.Version);
        _target.Install(Constant(2));
        Assert.Equal(4, _target.Version);
    }

    [Fact]
    public void A_reader_keeps_its_whole_copy_while_an_installation_runs_and_takes_the_new_one_after_it()
    {
        _target.Install(Constant(1));
        Assert.True(Read());
        bool? wasRead = null;
        _copy.Interruption = () => wasRead = Read();
        _target.Install(Constant(2));
        Assert.False(wasRead);
        Assert.Equal(Constant(1), _own);
        Assert.True(Read());
        Assert.Equal(Constant(2), _own);
    }

    /// <summary>The copy then consists of halves of two versions of θ⁻. Only the version counter shows this.</summary>
    [Fact]
    public void A_reader_discards_a_copy_during_which_another_target_was_installed()
    {
        _target.Install(Constant(1));
        Assert.True(Read());
        _target.Install(Constant(2));
        _copy.Interruption = () => _target.Install(Constant(3));
        Assert.False(Read());
        Assert.Equal(Constant(1), _own);
        Assert.Equal((2, 3), (_spare[0], _spare[^1]));
        Assert.True(Read());
        Assert.Equal(Constant(3), _own);
    }

    [Fact]
    public void A_reader_discards_a_copy_during_which_an_installation_began()
    {
        _target.Install(Constant(1));
        using var begun = new ManualResetEventSlim();
        using var over = new ManualResetEventSlim();
        _copy.Interruption = () =>
        {
            _copy.Interruption = () =>
            {
                begun.Set();
                over.Wait();
            };
            new Thread(() => _target.Install(Constant(2))) { IsBackground = true }.Start();
            begun.Wait();
        };
        bool wasRead = Read();
        over.Set();
        Assert.False(wasRead);
        Assert.Equal(new float[Length], _own);
    }

    /// <summary>
    /// If it did not wait, it would finish before the other thread continues, which would then overwrite half of its target.
    /// </summary>
    [Fact]
    public void An_installer_waits_for_another()
    {
        var second = new Thread(() => _target.Install(Constant(2))) { IsBackground = true };
        _copy.Interruption = () =>
        {
            second.Start();
            second.Join(TimeSpan.FromMilliseconds(200));
        };
        _target.Install(Constant(1));
        Assert.True(second.Join(Threads.Forever));
        Assert.Equal(4, _target.Version);
        Assert.True(Read());
        Assert.Equal(Constant(2), _own);
    }

    /// <summary>
    /// Each block contains one constant. An accepted copy must be constant; copies made without checking the version often are not.
    /// </summary>
    [Theory]
    [MemberData(nameof(SharingModes.All), MemberType = typeof(SharingModes))]
    public void Racing_installers_and_readers_never_make_a_mixed_target(string sharing, VectorWidth width)
    {
        var race = new TargetRace(SharingModes.Create(sharing, width));
        race.Run();
        Assert.True(race.Mixed == 0, $"{race.Mixed} of {race.Taken} targets that were taken for whole were mixed.");
        Assert.True(race.Taken >= TargetRace.Enough, $"Only {race.Taken} targets were taken.");
        Assert.True(race.MixedUnchecked > 0, "Even without a look at the version no copy was mixed: the race shows nothing.");
    }

    private bool Read() => _target.TryRead(_own, _spare, ref _seen);

    private static float[] Constant(float value)
    {
        var block = new float[Length];
        Array.Fill(block, value);
        return block;
    }
}
