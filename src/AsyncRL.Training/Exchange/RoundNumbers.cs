namespace AsyncRL.Training.Exchange;

/// <summary>The facts and wishes that ranks tell each other in a round.</summary>
[Flags]
internal enum RankSignals
{
    None = 0,

    /// <summary>The actor-learners of the rank have done all their agent steps.</summary>
    Ended = 1,

    /// <summary>The rank was asked to stop.</summary>
    Stop = 2,

    /// <summary>A worker of the rank has failed.</summary>
    Fault = 4,

    /// <summary>The target return, or the end of the time of training, is reached.</summary>
    Early = 8,

    /// <summary>The state of all ranks is to be saved.</summary>
    Save = 16,

    /// <summary>The counts and episodes of all ranks are to be reported.</summary>
    Report = 32,

    /// <summary>θ is to be evaluated.</summary>
    Evaluate = 64,

    /// <summary>The common θ of the rank differed from that of the others.</summary>
    Mismatch = 128,
}

/// <summary>
/// The few numbers that are summed behind the parameters in each round. A count is divided into two floats, so that its sum over
/// thousands of ranks is exact.
/// </summary>
internal readonly ref struct RoundNumbers(Span<float> numbers)
{
    /// <summary>Floats of the numbers: two cache lines.</summary>
    internal const int Length = 32;

    private const int LowBits = 12;
    private const int LowMask = (1 << LowBits) - 1;
    private const int AgentStepsAt = 0;
    private const int ChecksumAt = 2;
    private const int SignalsAt = 4;
    private const int SignalCount = 8;

    private readonly Span<float> _numbers = numbers;

    /// <summary>Agent steps since the last round.</summary>
    internal long AgentSteps
    {
        get => Read(AgentStepsAt);
        set => Write(AgentStepsAt, value);
    }

    /// <summary>A checksum of the common θ before the round, of 24 bits; their sum after the round.</summary>
    internal long Checksum
    {
        get => Read(ChecksumAt);
        set => Write(ChecksumAt, value);
    }

    /// <summary>Writes the signals of a rank.</summary>
    internal void Write(RankSignals signals)
    {
        for (int i = 0; i < SignalCount; i++) _numbers[SignalsAt + i] = ((int)signals >> i) & 1;
    }

    /// <summary>The signals that at least one rank has given. <see cref="RankSignals.Ended"/> needs all ranks.</summary>
    internal RankSignals ReadSignals(int ranks)
    {
        RankSignals signals = RankSignals.None;
        for (int i = 0; i < SignalCount; i++)
        {
            var signal = (RankSignals)(1 << i);
            int least = signal == RankSignals.Ended ? ranks : 1;
            if (_numbers[SignalsAt + i] >= least) signals |= signal;
        }

        return signals;
    }

    private long Read(int at) => ((long)_numbers[at + 1] << LowBits) + (long)_numbers[at];

    private void Write(int at, long count) => (_numbers[at], _numbers[at + 1]) = (count & LowMask, count >> LowBits);
}
