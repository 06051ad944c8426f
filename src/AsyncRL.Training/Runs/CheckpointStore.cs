using System.Globalization;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The checkpoints of a run: which are kept, and which one is read. The newest two ordinary ones are kept, and beside them the newest two
/// that a fault ended: these never evict one from before the fault. The best one has a file of its own, which none of them evicts.
/// </summary>
/// <param name="directory">The directory of the checkpoints.</param>
internal sealed class CheckpointStore(string directory)
{
    private const int Kept = 2;
    private const string Superseded = ".superseded";
    private const string BestName = "best" + CheckpointName.Extension;

    /// <summary>Writes a checkpoint and removes the checkpoints that are no longer kept.</summary>
    /// <param name="checkpoint">Its description.</param>
    /// <param name="state">The state of the run.</param>
    /// <param name="older">Ordinary checkpoints to keep beside the newest two.</param>
    internal void Write(Checkpoint checkpoint, IEnumerable<Section> state, int older = 0)
    {
        Directory.CreateDirectory(directory);
        Write(CheckpointName.PathOf(directory, checkpoint), checkpoint, state);
        DurableFile.RemoveUnfinished(directory);
        List<CheckpointName> names = CheckpointName.In(directory);
        bool isFault = checkpoint.End != CheckpointEnd.Ordinary;
        Thin(names.FindAll(name => name.End != CheckpointEnd.Ordinary == isFault), isFault ? 0 : older);
    }

    /// <summary>T of the ordinary checkpoints that are there, the oldest first.</summary>
    internal IReadOnlyList<long> OrdinaryAgentSteps()
    {
        List<long> steps = All().FindAll(name => name.End == CheckpointEnd.Ordinary).ConvertAll(name => name.AgentSteps);
        steps.Reverse();
        return steps;
    }

    /// <summary>Writes the best checkpoint in place of the one before.</summary>
    /// <param name="checkpoint">Its description, with the mean by which it was chosen.</param>
    /// <param name="state">The state of the run.</param>
    internal void WriteBest(Checkpoint checkpoint, IEnumerable<Section> state) => Write(BestPath, checkpoint, state);

    /// <summary>Reads the mean of the best checkpoint; null if there is no best checkpoint that can be read.</summary>
    internal BestCheckpoint? ReadBest()
    {
        if (!File.Exists(BestPath)) return null;
        try
        {
            using var file = CheckpointFile.Open(BestPath);
            return file.Checkpoint.Best;
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>
    /// Makes an ordinary checkpoint of the best one when a run continues from it. The later checkpoints are put aside, and therefore it may
    /// be the only one.
    /// </summary>
    internal void KeepAsOrdinary(CheckpointFile selected)
    {
        if (selected.Path == BestPath) DurableFile.Replace(CheckpointName.PathOf(directory, selected.Checkpoint), selected.CopyTo);
    }

    private string BestPath => Path.Combine(directory, BestName);

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="name">"best", a number of agent steps or a file; null for the newest that a run continues from.</param>
    /// <returns>The open file, with notes about the choice.</returns>
    /// <exception cref="InputException">There is no checkpoint, or no undamaged one.</exception>
    internal CheckpointFile Read(string? name = null) => name is null ? ReadNewest() : ReadNamed(name);

    /// <summary>
    /// Puts the checkpoints beyond an agent step aside when a run continues from there. They are damaged, or the run abandons them. The
    /// newest two of their files are kept under other names.
    /// </summary>
    internal void Supersede(CheckpointFile resumed)
    {
        foreach (CheckpointName name in CheckpointName.In(directory))
        {
            bool isBeyond = name.AgentSteps > resumed.Checkpoint.AgentSteps;
            if (isBeyond && name.Path != resumed.Path) File.Move(name.Path, name.Path + Superseded, overwrite: true);
        }

        Thin(CheckpointName.In(directory, Superseded), 0);
    }

    /// <summary>Removes the temporary files of killed writes.</summary>
    internal void RemoveUnfinished() => DurableFile.RemoveUnfinished(directory);

    /// <summary>T of the checkpoint that a run continues from; null if there is none.</summary>
    internal long? NewestAgentSteps => Candidates() is [CheckpointName newest, ..] ? newest.AgentSteps : null;

    private CheckpointFile ReadNewest()
    {
        while (true)
        {
            List<CheckpointName> candidates = Candidates();
            if (candidates.Count == 0)
            {
                throw new InputException(
                    $"The directory {directory} holds no checkpoint; expected a *{CheckpointName.Extension} file that train wrote.");
            }

            try
            {
                return ReadNewestOf(candidates);
            }
            catch (FileNotFoundException)
            {
                // A training has meanwhile written newer checkpoints and removed the listed ones.
            }
        }
    }

    private static CheckpointFile ReadNewestOf(List<CheckpointName> candidates)
    {
        InputException? damage = null;
        foreach (CheckpointName candidate in candidates)
        {
            try
            {
                return CheckpointFile.Open(candidate.Path, NoteOf(damage, candidates[0], candidate));
            }
            catch (InputException problem)
            {
                damage ??= problem;
            }
        }

        throw damage!;
    }

    private static string[] NoteOf(InputException? damage, CheckpointName newest, CheckpointName used)
    {
        if (damage is null) return [];
        string lost = (newest.AgentSteps - used.AgentSteps).ToString("N0", CultureInfo.InvariantCulture);
        string steps = used.AgentSteps.ToString("N0", CultureInfo.InvariantCulture);
        return [$"{damage.Message} The checkpoint of agent step {steps} is used instead: what was learned in {lost} agent steps is lost."];
    }

    private CheckpointFile ReadNamed(string name)
    {
        string path = PathOf(name) ?? throw new InputException(
            $"There is no checkpoint \"{name}\" in {directory}; expected a file or one of the agent steps {Listed()}.");
        try
        {
            return CheckpointFile.Open(path);
        }
        catch (FileNotFoundException)
        {
            throw new InputException($"The checkpoint {path} is no longer there; expected one of the agent steps {Listed()}.");
        }
    }

    private string? PathOf(string name)
    {
        bool isNumber = long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long agentSteps);
        foreach (CheckpointName candidate in All())
        {
            if (isNumber && candidate.AgentSteps == agentSteps) return candidate.Path;
        }

        if (Names.Match(name, ["best"]) is not null && File.Exists(BestPath)) return BestPath;
        string inDirectory = Path.Combine(directory, name);
        return File.Exists(inDirectory) ? inDirectory : File.Exists(name) ? Path.GetFullPath(name) : null;
    }

    private string Listed()
    {
        List<string> steps = All().ConvertAll(name => name.AgentSteps.ToString(CultureInfo.InvariantCulture));
        if (File.Exists(BestPath)) steps.Add("best");
        return steps.Count > 0 ? string.Join(", ", steps) : "of a checkpoint, and there is none";
    }

    /// <summary>
    /// The checkpoints from which a run can continue, the best choice first: the newest with a sound θ. The same θ would give a refused
    /// gradient again. Therefore a checkpoint that a refused gradient ended comes last.
    /// </summary>
    private List<CheckpointName> Candidates()
    {
        List<CheckpointName> all = All();
        List<CheckpointName> sound = all.FindAll(name => name.End != CheckpointEnd.RefusedGradient);
        return sound.Count > 0 ? sound : all;
    }

    private List<CheckpointName> All()
    {
        try
        {
            return Directory.Exists(directory) ? CheckpointName.In(directory) : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The directory {directory} cannot be read: {problem.Message}", problem);
        }
    }

    private static void Write(string path, Checkpoint checkpoint, IEnumerable<Section> state) =>
        DurableFile.Replace(path, file => CheckpointWriter.Write(file, [.. checkpoint.Sections, .. state]));

    /// <summary>
    /// Removes all checkpoints but the newest two and some older ones. Of the older ones the first always stays. Of the others, the one
    /// goes whose neighbors are nearest to each other, so that those that stay lie at about even distances.
    /// </summary>
    private static void Thin(List<CheckpointName> newestFirst, int older)
    {
        while (newestFirst.Count > Kept + older)
        {
            int removed = Kept;
            for (int i = Kept + 1; older > 0 && i < newestFirst.Count - 1; i++)
            {
                if (GapAround(i) < GapAround(removed)) removed = i;
            }

            File.Delete(newestFirst[removed].Path);
            newestFirst.RemoveAt(removed);
        }

        long GapAround(int index) => newestFirst[index - 1].AgentSteps - newestFirst[index + 1].AgentSteps;
    }
}
