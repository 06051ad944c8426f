using System.Globalization;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Estimates the memory of a configuration before anything large is allocated. The counts cannot overflow with any options.
/// </summary>
public sealed class MemoryEstimate
{
    /// <summary>Bytes of the program's own objects and of garbage that is not yet collected.</summary>
    internal const long ProgramBytes = 16 << 20;

    private readonly List<MemoryShare> _shares = [new("the program itself", ProgramBytes, 0, "a machine with more memory")];

    internal MemoryEstimate()
    {
    }

    /// <summary>The parts.</summary>
    public IReadOnlyList<MemoryShare> Shares => _shares;

    /// <summary>Bytes of all parts together.</summary>
    public Int128 Bytes
    {
        get
        {
            Int128 sum = 0;
            foreach (MemoryShare share in _shares) sum += share.Bytes;
            return sum;
        }
    }

    /// <summary>
    /// Bytes that this process may use: those of the machine, or the limit of a control group or of the runtime's settings.
    /// </summary>
    /// <returns>The bytes.</returns>
    public static long Available() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Estimates a training.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="ranks">Number of processes that train it; the estimate is that of the first one.</param>
    /// <returns>The estimate.</returns>
    public static MemoryEstimate OfTraining(TrainingConfiguration configuration, int ranks = 1)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var estimate = new MemoryEstimate();
        var size = new LearnerMemory(configuration);
        int here = configuration.RanksHere, all = Math.Max(ranks, here);
        for (int rank = 0; rank < here; rank++)
        {
            estimate.AddEngine(size);
            if (all > 1) estimate._shares.Add(RankMemory.Exchange(size, configuration.Exchange));
        }

        if (all > 1) estimate._shares.Add(RankMemory.States(size, all));
        if (configuration.InitialParameters is not null)
            estimate._shares.Add(new MemoryShare("the initial parameters", size.ParameterBytes, size.Parameters, size.SmallerNetwork));
        estimate.AddPlay(size, 2L * configuration.Run.EvaluationEpisodes, "fewer evaluation-episodes");
        return estimate;
    }

    /// <summary>Estimates the engine, without checkpoints and evaluation.</summary>
    /// <param name="configuration">The run.</param>
    /// <returns>The estimate.</returns>
    internal static MemoryEstimate OfEngine(TrainingConfiguration configuration)
    {
        var estimate = new MemoryEstimate();
        estimate.AddEngine(configuration);
        return estimate;
    }

    /// <summary>Estimates playing episodes with a trained agent.</summary>
    /// <param name="configuration">The run that was trained.</param>
    /// <param name="episodes">Episodes whose returns are kept.</param>
    /// <returns>The estimate.</returns>
    public static MemoryEstimate OfPlay(TrainingConfiguration configuration, long episodes)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var estimate = new MemoryEstimate();
        estimate.AddPlay(new LearnerMemory(configuration), episodes, "fewer --episodes");
        return estimate;
    }

    /// <summary>Refuses a configuration that does not fit into memory.</summary>
    /// <param name="available">Available bytes.</param>
    /// <exception cref="InputException">A block is larger than an array can be, or all together are larger than the memory.</exception>
    public void Check(long available)
    {
        MemoryShare largest = _shares[0];
        foreach (MemoryShare share in _shares)
        {
            if (share.LargestBlock > AlignedBlock<float>.MostNumbers) throw TooLong(share);
            if (share.Bytes > largest.Bytes) largest = share;
        }

        if (Bytes <= available) return;
        throw new InputException(
            $"This needs {MemoryShare.Describe(Bytes)} of memory, {MemoryShare.Describe(largest.Bytes)} of it for {largest.Name}, "
            + $"but {MemoryShare.Describe(available)} is available; expected {largest.Remedy}.");
    }

    private static InputException TooLong(MemoryShare share)
    {
        string numbers = share.LargestBlock < long.MaxValue
            ? ((long)share.LargestBlock).ToString("N0", CultureInfo.InvariantCulture)
            : ((double)share.LargestBlock).ToString("G3", CultureInfo.InvariantCulture);
        string most = AlignedBlock<float>.MostNumbers.ToString("N0", CultureInfo.InvariantCulture);
        return new InputException(
            $"A block of {share.Name} would have {numbers} numbers, but one can have {most}; expected {share.SmallerBlocks}.");
    }

    /// <summary>Adds a share.</summary>
    internal void Add(MemoryShare share) => _shares.Add(share);

    /// <summary>Adds the engine's shares.</summary>
    internal void AddEngine(TrainingConfiguration configuration) => AddEngine(new LearnerMemory(configuration));

    private void AddEngine(LearnerMemory size)
    {
        TrainingConfiguration configuration = size.Configuration;
        long learners = configuration.ActorLearners;
        string fewer = size.FewerLearners;
        _shares.Add(new MemoryShare("the shared parameters", size.SharedBytes, size.Parameters, size.SmallerNetwork));
        string rows = $"the rows of {size.RowsOf(learners)}", own = $"the parameters of {size.Count(learners)}";
        string environments = $"the environments of {size.Count(learners)}";
        if (size.Store is { Bytes: var bytes, LargestBlock: var block, Name: var name } && bytes > 0)
            _shares.Add(new MemoryShare(name, bytes, block, size.SmallerStoreBlock) { SmallerShare = size.SmallerStore });
        if (size.OwnStore is { Bytes: var ownBytes, LargestBlock: var ownBlock } && ownBytes > 0)
        {
            string memories = $"the replay memories of {size.Count(learners)}";
            _shares.Add(new MemoryShare(memories, learners * ownBytes, ownBlock, size.SmallerOwnStore, fewer));
        }

        _shares.Add(new MemoryShare(rows, learners * size.RowBytes, size.LargestRowBlock, size.FewerRows, fewer));
        _shares.Add(new MemoryShare(own, learners * size.OwnParameterBytes, size.Parameters, size.SmallerNetwork, fewer));
        _shares.Add(new MemoryShare(environments, learners * size.EnvironmentBytes, 0, size.SmallerEnvironments, fewer));
        _shares.Add(new MemoryShare(
            $"{size.Count(learners)} and their accounts",
            (learners * size.AccountBytes) + ((Int128)(configuration.Threads / configuration.RanksHere) * LearnerMemory.StackBytes),
            learners * LearnerMemory.MomentNumbers(configuration),
            fewer.Length > 0 ? fewer : "a machine with more memory"));
    }

    private void AddPlay(LearnerMemory size, long episodes, string fewerEpisodes)
    {
        Int128 rows = ActivationsSize.Of(size.Configuration.Network, 1).Numbers * sizeof(float);
        _shares.Add(new MemoryShare(
            "an agent at play", rows + size.EnvironmentBytes + (3 * size.ParameterBytes), size.Parameters, size.SmallerNetwork));
        _shares.Add(new MemoryShare("the returns of episodes", (Int128)episodes * sizeof(double), episodes, fewerEpisodes));
    }
}

/// <summary>A part of the memory that a run uses.</summary>
/// <param name="Name">Its content, for example "the rows of segments".</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="LargestBlock">Length of its largest block, which must fit into one array.</param>
/// <param name="SmallerBlocks">The advice that makes its blocks smaller, for example "a smaller t-max".</param>
/// <param name="FewerBlocks">The advice that makes them fewer, for example "fewer threads"; empty if there is none.</param>
public sealed record MemoryShare(string Name, Int128 Bytes, Int128 LargestBlock, string SmallerBlocks, string FewerBlocks = "")
{
    /// <summary>The advice that makes the share smaller, if it is another one than that for the blocks; otherwise null.</summary>
    public string? SmallerShare { get; init; }

    /// <summary>The advice that makes the share smaller.</summary>
    public string Remedy => SmallerShare ?? BlockRemedy;

    private string BlockRemedy => FewerBlocks.Length > 0 ? $"{FewerBlocks} or {SmallerBlocks}" : SmallerBlocks;

    /// <summary>Formats bytes with a binary unit, for example "5.28 GiB".</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The text.</returns>
    public static string Describe(Int128 bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        double amount = (double)bytes;
        int unit = 0;
        for (; amount >= 1000 && unit < units.Length - 1; unit++) amount /= 1024;
        string format = amount >= 1000 ? "G3" : amount >= 100 || unit == 0 ? "F0" : amount >= 10 ? "F1" : "F2";
        return $"{amount.ToString(format, CultureInfo.InvariantCulture)} {units[unit]}";
    }
}
