using System.Globalization;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Execution;
using Microsoft.IO;

namespace AsyncRL.Training.Runs;

/// <summary>
/// A run that is ready to continue: its lock is held, a checkpoint is chosen and restored, and the directory is as it was when the
/// checkpoint was made. Files are changed only after all checks have passed.
/// </summary>
public sealed class Continuation : IDisposable
{
    private readonly List<string> _notes = [];
    private readonly int _ranks;
    private RunTables? _tables;
    private float[]? _common;

    private Continuation(RunDirectory directory, TrainingConfiguration configuration, CheckpointFile selected, int ranks)
    {
        _ranks = ranks;
        (Directory, Configuration, Checkpoint) = (directory, configuration, selected.Checkpoint);
        _notes.AddRange(selected.Notes);
        RanksBefore = Runs.RankStates.CountIn(selected);
        RankStates = Runs.RankStates.In(selected, Math.Min(ranks, RanksBefore));

        // Actors that begin anew must not draw again what the actors of their numbers drew before.
        Streams = Math.Max(1, RanksBefore) == ranks ? 0 : Checkpoint.AgentSteps;
        Engine = new Engine(configuration, place: ranks > 1 ? new RankPlace(0, ranks) : null, streams: Streams);
        Simulation = Engine.CreateSimulation();
    }

    /// <summary>The run's directory.</summary>
    public RunDirectory Directory { get; }

    /// <summary>The configuration with which the run continues.</summary>
    public TrainingConfiguration Configuration { get; }

    /// <summary>The checkpoint from which the run continues.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>Notes for the user about damaged or lost data and about changed options, of one or two sentences each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    internal Engine Engine { get; }

    internal SimulatedExecution? Simulation { get; }

    /// <summary>Whether options have changed. If so, a checkpoint must be written at once to record them.</summary>
    internal bool HasChanges { get; private set; }

    internal RunTables Tables => _tables!;

    /// <summary>Number of ranks that wrote the checkpoint; 0 if a run of one process wrote it.</summary>
    internal int RanksBefore { get; }

    /// <summary>The states of these ranks, as many as the run has ranks now. They are freed when they are restored.</summary>
    internal IReadOnlyList<RecyclableMemoryStream> RankStates { get; }

    /// <summary>The number of the actors' streams of chance: 0, or T where the run continues with another number of ranks.</summary>
    internal long Streams { get; }

    /// <summary>Prepares a run to continue.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="configuration">The configuration with which the run continues; it is compared with that of the checkpoint.</param>
    /// <param name="checkpoint">Agent steps or a file of a checkpoint; null for the newest whole one from before a fault.</param>
    /// <param name="ranks">Number of ranks with which the run continues; null for those that its options name.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">
    /// Another process trains the run, its checkpoint is missing or damaged, or an option has changed that must not change.
    /// </exception>
    public static Continuation Prepare(
        RunDirectory directory, TrainingConfiguration configuration, string? checkpoint = null, int? ranks = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(configuration);
        directory.Hold();
        Continuation? continuation = null;
        try
        {
            if (checkpoint is null && directory.HasNotBegun) Begin(directory, configuration);
            using CheckpointFile selected = directory.SelectCheckpoint(configuration, checkpoint);
            IReadOnlyList<SettingChange> changes = RunSettings.Compare(selected.Checkpoint.MadeWith, configuration);
            RefuseToEndInThePast(selected.Checkpoint, changes);
            using var binding = ThreadBinding.For(configuration, 0);
            continuation = new Continuation(directory, configuration, selected, ranks ?? configuration.RanksHere);
            continuation.Restore(selected);
            continuation.Commit(selected, changes);
            return continuation;
        }
        catch
        {
            if (continuation is null) directory.Dispose();
            else continuation.Dispose();
            throw;
        }
    }

    /// <summary>Disposes of the environments, closes the tables and releases the lock.</summary>
    public void Dispose()
    {
        Engine.Dispose();
        _tables?.Dispose();
        Directory.Dispose();
    }

    /// <summary>Writes the first checkpoint, for a run that was killed before it wrote one.</summary>
    private static void Begin(RunDirectory directory, TrainingConfiguration configuration)
    {
        InitialParameters? initial = directory.ReadInitialParameters();
        initial?.Check(configuration);
        using var engine = new Engine(configuration);
        engine.Initialize(initial);
        var reporter = new Reporter(engine, configuration.AgentSteps, null, 0);
        new CheckpointMaker(configuration, directory, engine, engine.CreateSimulation(), reporter).SaveInPassing(0);
    }

    private static void RefuseToEndInThePast(Checkpoint checkpoint, IReadOnlyList<SettingChange> changes)
    {
        foreach (SettingChange change in changes)
        {
            bool isPast = change.Name == RunSettings.AgentSteps
                && long.Parse(change.After, CultureInfo.InvariantCulture) < checkpoint.AgentSteps;
            if (!isPast) continue;
            throw new InputException(
                $"The number of agent steps is {change.After}; expected at least {checkpoint.AgentSteps}, which the run has done.");
        }
    }

    private void Restore(CheckpointFile selected)
    {
        Engine.Shared.RestoreCounters(Checkpoint.AgentSteps, Checkpoint.Updates);
        _common = RanksBefore > 0 ? selected.ReadTheta() : null;
        NoteRanks();
        if (RanksBefore == 0 && _ranks > 1 && Configuration.Algorithm.IsSynchronous) RestoreWithoutWorkers(selected);
        else if (RanksBefore == 0) selected.Restore(Engine.Sections(Simulation));
        else if (_ranks == 1) RestoreFirstRank();
        if (Engine.CanSaveEpisodes) return;
        _notes.Add(
            $"The environment {Configuration.Environment.Name} cannot save its state: every actor-learner begins a new episode.");
    }

    /// <summary>The environments of one process are divided among ranks, so that no member can continue.</summary>
    private void RestoreWithoutWorkers(CheckpointFile selected)
    {
        foreach (Section section in Engine.Sections(Simulation))
        {
            if (!Engine.IsOfWorker(section)) selected.Restore(section);
        }
    }

    /// <summary>
    /// One process continues a run of several ranks, with the common θ. It has the actors of the first rank, unless the algorithm is
    /// synchronous: then it has those of all ranks, which begin new episodes.
    /// </summary>
    private void RestoreFirstRank()
    {
        Runs.RankStates.Restore(Engine, Simulation, RankStates[0], isNew: Configuration.Algorithm.IsSynchronous, keepsTheta: false);
        RankStates[0].Dispose();
        Engine.Shared.ReplaceTheta(_common);
        Engine.Shared.RestoreCounters(Checkpoint.AgentSteps, Engine.Shared.Updates);
    }

    /// <summary>The θ of the run: that of the checkpoint.</summary>
    internal float[] ReadCommonTheta()
    {
        if (_common is not null) return _common;
        var theta = new float[Engine.Shared.Length];
        Engine.Shared.Snapshot(theta);
        return theta;
    }

    private void NoteRanks()
    {
        int before = Math.Max(1, RanksBefore);
        if (before == _ranks) return;
        string had = before == 1 ? "1 rank" : $"{before} ranks", has = _ranks == 1 ? "1 rank" : $"{_ranks} ranks";
        _notes.Add($"The run continues with {has}; it had {had}. " + (Configuration.Algorithm.IsSynchronous
            ? "θ and the optimizer continue; the environments are divided anew and begin new episodes."
            : "Every rank begins with the common θ; a new rank copies the optimizer of an earlier one, and its actors begin new "
                + "episodes."));
    }

    /// <summary>Changes the files, after all checks have passed.</summary>
    private void Commit(CheckpointFile selected, IReadOnlyList<SettingChange> changes)
    {
        HasChanges = changes.Count > 0;
        foreach (SettingChange change in changes)
            _notes.Add($"The option {change.Name} is now {change.After}; it was {change.Before}.");
        if (HasChanges) Directory.Record(Configuration, changes, Checkpoint.AgentSteps);
        DurableFile.RemoveUnfinished(Directory.FullPath);
        Directory.Checkpoints.RemoveUnfinished();
        Directory.Checkpoints.KeepAsOrdinary(selected);
        Directory.Checkpoints.Supersede(selected);
        _tables = new RunTables(Directory, Configuration, Engine.Measures, Checkpoint.TableEntries, _ranks);
        _notes.AddRange(_tables.Notes);
    }
}
