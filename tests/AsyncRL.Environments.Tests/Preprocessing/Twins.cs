using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>
/// Plays two environments that must be alike, with the same random actions, and compares every byte of the observations, the outcomes and,
/// now and then, the saved states. Now and then both continue from an earlier state, each from the bytes that the other saved.
/// </summary>
internal sealed class Twins(IEnvironment plain, IEnvironment fast, ulong seed)
{
    private readonly RandomGenerator _chance = new(seed);
    private readonly Observation _expected = new(plain.Observation), _seen = new(fast.Observation);
    private byte[] _savedByPlain = [], _savedByFast = [];
    private bool _isPlaying, _wasPlaying;

    /// <summary>Episodes that have begun.</summary>
    internal int Episodes { get; private set; }

    /// <summary>Plays and fails at the first difference.</summary>
    internal void Play(int moves)
    {
        Assert.Equal(plain.Observation, fast.Observation);
        Assert.Equal(plain.LongestEpisode, fast.LongestEpisode);
        Assert.Equal(plain.FramesPerAgentStep, fast.FramesPerAgentStep);
        for (int move = 0; move < moves; move++)
        {
            Move();
            Assert.True(_expected.Pixels.SequenceEqual(_seen.Pixels), $"The observations differ after move {move}.");
            int chance = _chance.NextInteger(40);
            if (chance == 0) Save();
            else if (chance == 1 && _savedByFast.Length > 0) Restore();
        }
    }

    private void Move()
    {
        // What memory held before must not matter.
        _seen.Pixels.Fill((byte)_chance.NextInteger(256));
        if (!_isPlaying)
        {
            plain.Reset(_expected);
            fast.Reset(_seen);
            _isPlaying = true;
            Episodes++;
            return;
        }

        int action = _chance.NextInteger(plain.Actions.Count);
        StepOutcome outcome = plain.Step(action, _expected);
        Assert.Equal(outcome, fast.Step(action, _seen));
        _isPlaying = !outcome.IsEnd;
    }

    private void Save()
    {
        (_savedByPlain, _savedByFast, _wasPlaying) = (StateBytes.Of(plain), StateBytes.Of(fast), _isPlaying);
        Assert.True(_savedByPlain.AsSpan().SequenceEqual(_savedByFast), "The saved states differ.");
    }

    private void Restore()
    {
        StateBytes.Restore(plain, _savedByFast);
        StateBytes.Restore(fast, _savedByPlain);
        _isPlaying = _wasPlaying;
    }
}
