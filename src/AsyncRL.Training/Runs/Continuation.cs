using System.Globalization;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Runs;

/// <summary>
/// A run about to be continued: its lock is held, a checkpoint is chosen and restored, and the directory is as it was when the checkpoint
/// was made. Nothing is changed before everything was found to fit.
/// </summary>
public sealed class Continuation : IDisposable
{
    private readonly List<string> _notes = [];
    private RunTables? _tables;

    private Continuation(RunDirectory directory, TrainingConfiguration configuration, SelectedCheckpoint selected)
    {
        (Directory, Configuration, Checkpoint) = (directory, configuration, selected.Checkpoint);
        _notes.AddRange(selected.Notes);
        Engine = new Engine(configuration);
        Simulation = Engine.CreateSimulation();
    }

    /// <summary>Where the run is.</summary>
    public RunDirectory Directory { get; }

    /// <summary>The run from now on.</summary>
    public TrainingConfiguration Configuration { get; }

    /// <summary>Where it goes on.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>What a user should know: what was damaged or lost, and which options are new. A sentence or two each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    internal Engine Engine { get; }

    internal SimulatedExecution? Simulation { get; }

    /// <summary>Whether options are new, so that the next checkpoint must be written at once to carry them.</summary>
    internal bool HasChanges { get; private set; }

    internal RunTables Tables => _tables!;

    /// <summary>Makes a run ready to go on.</summary>
    /// <param name="directory">Where it is.</param>
    /// <param name="configuration">The run from now on; compared with what the checkpoint was made with.</param>
    /// <param name="checkpoint">Agent steps or a file of a checkpoint; null for the newest whole one from before a fault.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">
    /// Another process trains it, its checkpoint is missing or damaged, or an option is another that must be kept.
    /// </exception>
    public static Continuation Prepare(RunDirectory directory, TrainingConfiguration configuration, string? checkpoint = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(configuration);
        directory.Hold();
        Continuation? continuation = null;
        try
        {
            if (checkpoint is null && directory.HasNotBegun) Begin(directory, configuration);
            SelectedCheckpoint selected = directory.SelectCheckpoint(configuration, checkpoint);
            IReadOnlyList<SettingChange> changes = RunSettings.Compare(selected.Checkpoint.MadeWith, configuration);
            RefuseToEndInThePast(selected.Checkpoint, changes);
            continuation = new Continuation(directory, configuration, selected);
            continuation.Restore();
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

    /// <summary>Disposes of the environments, closes the tables and gives the lock back.</summary>
    public void Dispose()
    {
        Engine.Dispose();
        _tables?.Dispose();
        Directory.Dispose();
    }

    /// <summary>Writes the checkpoint of the beginning that a kill has prevented.</summary>
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

    private void Restore()
    {
        Engine.Shared.Restore(Checkpoint.Theta, Checkpoint.AgentSteps, Checkpoint.Updates);
        foreach ((string name, TargetParameters target) in Engine.Shared.Targets) target.Install(Checkpoint.Targets[name]);
        if (Engine.SharedStatistics is { } statistics) BoundedReader.Restore("optimizer", Checkpoint.Optimizer, statistics.RestoreState);
        for (int i = 0; i < Engine.Workers.Count; i++)
            BoundedReader.Restore(Engine.Workers[i].Name, Checkpoint.Actors[i], Engine.Workers[i].RestoreState);
        BoundedReader.Restore("normalization", Checkpoint.Normalization, Engine.Normalization.Restore);
        if (Checkpoint.Watches.TryGetValue(CheckpointMaker.RecentReturnsName, out byte[]? returns))
            BoundedReader.Restore("recent returns", returns, Engine.RecentReturns.RestoreState);
        Engine.Evaluations.MoveBeyond(Checkpoint.AgentSteps);
        if (Checkpoint.Watches.TryGetValue(CheckpointMaker.EvaluationsName, out byte[]? evaluations))
            BoundedReader.Restore("evaluations", evaluations, reader => Engine.Evaluations.RestoreState(reader, Checkpoint.AgentSteps));
        if (Simulation is not null) BoundedReader.Restore("simulated execution", Checkpoint.Execution, Simulation.RestoreState);
        if (Engine.CanSaveEpisodes) return;
        _notes.Add(
            $"The environment {Configuration.Environment.Name} cannot save its state: every actor-learner begins a new episode.");
    }

    /// <summary>From here on files are changed.</summary>
    private void Commit(SelectedCheckpoint selected, IReadOnlyList<SettingChange> changes)
    {
        HasChanges = changes.Count > 0;
        foreach (SettingChange change in changes)
            _notes.Add($"The option {change.Name} is {change.After} from here on; it was {change.Before}.");
        if (HasChanges) Directory.Record(Configuration, changes, Checkpoint.AgentSteps);
        DurableFile.RemoveUnfinished(Directory.FullPath);
        Directory.Checkpoints.RemoveUnfinished();
        Directory.Checkpoints.KeepAsOrdinary(selected);
        Directory.Checkpoints.Supersede(selected);
        _tables = new RunTables(Directory, Configuration, Engine.Measures, Checkpoint.TableEntries);
        _notes.AddRange(_tables.Notes);
    }
}
