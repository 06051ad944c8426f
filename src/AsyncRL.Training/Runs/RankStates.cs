using System.Globalization;
using System.Linq;
using System.Text;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Execution;
using Microsoft.IO;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The states of all ranks in one checkpoint. θ of the checkpoint is the common θ, which evaluate and play read. Every rank has a section
/// with all else, its own θ included, so that a run resumed with the same number of ranks continues exactly.
/// </summary>
/// <param name="communicator">Connects the ranks.</param>
/// <param name="engine">The engine of this rank.</param>
/// <param name="simulation">The simulated execution of this rank; null with threads.</param>
/// <param name="rounds">The common θ.</param>
internal sealed class RankStates(
    ICommunicator communicator, Engine engine, SimulatedExecution? simulation, IRankRounds rounds)
{
    /// <summary>The name of the state of the exchange.</summary>
    internal const string ExchangeSection = "exchange";

    /// <summary>The length of a section in 64 bits follows. Earlier versions wrote lengths of 32 bits only.</summary>
    private const int HasLongLength = -1;

    private IReadOnlyList<RecyclableMemoryStream> _states = [];

    /// <summary>T of the last round, to which the common θ belongs.</summary>
    internal long AgentSteps => rounds.AgentSteps;

    /// <summary>About the bytes of all states that were collected last. Known on every rank.</summary>
    internal long Length { get; private set; }

    /// <summary>Whether a rank holds a gradient that its update will refuse. Known on rank 0.</summary>
    internal bool HoldsRefusableGradient => Flags(1);

    /// <summary>Whether a rank abandoned such a gradient at the end of the run. Known on rank 0.</summary>
    internal bool HasAbandoned => Flags(2);

    /// <summary>Collects the states on rank 0. Every rank calls it while its actor-learners are parked.</summary>
    /// <param name="isEnd">Whether the run ends, so that gradients that would be refused are abandoned.</param>
    internal void Gather(bool isEnd)
    {
        bool hasAbandoned = isEnd && simulation is not null && simulation.AbandonRefusable();
        Release();
        using RecyclableMemoryStream own = Save(hasAbandoned);
        Length = own.Length * communicator.Ranks;
        _states = RankState.Gather(communicator, own);
    }

    /// <summary>Frees the memory of the collected states, once they are written.</summary>
    internal void Release()
    {
        foreach (RecyclableMemoryStream state in _states) state.Dispose();
        _states = [];
    }

    /// <summary>The sections of a checkpoint, on rank 0.</summary>
    internal IReadOnlyList<Section> Sections()
    {
        var sections = new List<Section>
        {
            new(SharedParameters.ThetaSection, writer => writer.WriteNumbers(rounds.Common), Unread),
            new(Engine.NormalizationSection, writer => engine.Normalization.Transfer(new StateTransfer(writer)), Unread),
        };
        for (int rank = 0; rank < _states.Count; rank++)
        {
            RecyclableMemoryStream state = _states[rank];
            sections.Add(new Section(NameOf(rank), writer => state.WriteTo(writer.BaseStream), Unread));
        }

        return sections;
    }

    /// <summary>Number of ranks that wrote a checkpoint; 0 if a run of one process wrote it.</summary>
    internal static int CountIn(CheckpointFile file)
    {
        int ranks = 0;
        while (file.Has(NameOf(ranks))) ranks++;
        return ranks;
    }

    /// <summary>Reads the states of the first ranks in a checkpoint.</summary>
    internal static IReadOnlyList<RecyclableMemoryStream> In(CheckpointFile file, int ranks)
    {
        var states = new List<RecyclableMemoryStream>();
        while (states.Count < ranks)
        {
            using Stream bytes = file.Bytes(NameOf(states.Count));
            RecyclableMemoryStream state = RankState.Create();
            bytes.CopyTo(state);
            states.Add(state);
        }

        return states;
    }

    /// <summary>Restores the engine of a rank.</summary>
    /// <param name="engine">The engine. Its θ is the common θ.</param>
    /// <param name="simulation">Its simulated execution; null with threads.</param>
    /// <param name="state">The state of a rank.</param>
    /// <param name="isNew">
    /// Whether the rank is new in the run. It has the optimizer's statistics and the targets of the rank that wrote the state, and actors
    /// that begin new episodes.
    /// </param>
    /// <param name="keepsTheta">Whether the rank continues with the θ of the state, otherwise with the common θ.</param>
    /// <returns>The bytes of the exchange.</returns>
    internal static Stream Restore(Engine engine, SimulatedExecution? simulation, Stream state, bool isNew, bool keepsTheta)
    {
        using var reader = new BoundedReader(new PartialStream(state, 0, state.Length));
        reader.ReadByte();
        engine.Shared.RestoreCounters(reader.ReadInt64(), reader.ReadInt64());
        Dictionary<string, Stream> saved = FindSections(reader, state);
        foreach (Section section in engine.Sections(simulation))
        {
            if ((isNew && engine.IsOfWorker(section)) || (!keepsTheta && section.Name == SharedParameters.ThetaSection)) continue;
            if (!saved.TryGetValue(section.Name, out Stream? bytes))
                throw new InvalidDataException($"it has no section \"{section.Name}\"");
            BoundedReader.Restore(section, bytes);
        }

        List<string> known = [ExchangeSection, .. engine.Sections(simulation).Select(section => section.Name)];
        if (!isNew && saved.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new InvalidDataException($"it has a section \"{unknown}\", but the run has no part of that name");
        return saved[ExchangeSection];
    }

    /// <summary>The state of this rank.</summary>
    internal RecyclableMemoryStream Save(bool hasAbandoned)
    {
        RecyclableMemoryStream state = RankState.Create();
        using var writer = new BinaryWriter(state, Encoding.UTF8, leaveOpen: true);
        writer.Write((byte)((engine.HoldsRefusableGradient ? 1 : 0) | (hasAbandoned ? 2 : 0)));
        writer.Write(engine.Shared.AgentSteps);
        writer.Write(engine.Shared.Updates);
        List<Section> sections = [.. engine.Sections(simulation), new Section(ExchangeSection, rounds.Transfer)];
        writer.Write(sections.Count);
        foreach (Section section in sections)
        {
            writer.Write(section.Name);
            writer.Write(HasLongLength);
            long place = state.Position;
            writer.Write(0L);
            section.Save(writer);
            writer.Flush();
            long end = state.Position;
            state.Position = place;
            writer.Write(end - place - sizeof(long));
            state.Position = end;
        }

        return state;
    }

    private static string NameOf(int rank) => string.Create(CultureInfo.InvariantCulture, $"rank {rank}");

    private static Dictionary<string, Stream> FindSections(BoundedReader reader, Stream state)
    {
        int count = reader.ReadCount(2);
        var sections = new Dictionary<string, Stream>();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadLine();
            long length = reader.ReadInt32();
            if (length == HasLongLength) length = reader.ReadInt64();
            sections[name] = new PartialStream(state, reader.Position, length);
            reader.Skip(length);
        }

        reader.ExpectEnd();
        return sections;
    }

    private bool Flags(byte flag)
    {
        foreach (RecyclableMemoryStream state in _states)
        {
            state.Position = 0;
            if ((state.ReadByte() & flag) != 0) return true;
        }

        return false;
    }

    private static void Unread(BinaryReader reader) =>
        throw new NotSupportedException("The states of ranks are read when the checkpoint is opened.");
}
