using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Finds the sections of a checkpoint of format 4. Format 4 had the same parts with the same bytes as the later formats, but in a fixed
/// order and without names.
/// </summary>
internal static class CheckpointFormat4
{
    internal const byte Format = 4;

    /// <summary>The sections.</summary>
    /// <param name="reader">The position of the reader is after the header.</param>
    /// <exception cref="InvalidDataException">A length does not fit.</exception>
    internal static IEnumerable<SectionPlace> Sections(BoundedReader reader)
    {
        Checkpoint run = Checkpoint.ReadRun(reader);
        yield return new SectionPlace(Checkpoint.RunSection, 0, reader.Position);
        SectionPlace theta = PassNumbers(reader, SharedParameters.ThetaSection);
        yield return theta;
        if (reader.ReadCount(1) is > 0 and var optimizerLength)
        {
            yield return SectionPlace.Pass(reader, OptimizerStatistics.UpdatesSection, sizeof(long));
            Optimizer optimizer = MissingOptimizer.FindOrReplace(run.MadeWith.GetValueOrDefault("optimizer", ""));
            long left = optimizerLength - sizeof(long);
            for (int i = 0; left > 0; i++, left -= theta.Length)
            {
                yield return SectionPlace.Pass(reader, optimizer.SectionName(i), Math.Max(theta.Length, 1));
            }

            if (left != 0) throw new InvalidDataException($"its optimizer's {optimizerLength} bytes do not fit its parameters");
        }

        for (int targets = reader.ReadCount(2); targets > 0; targets--)
            yield return PassNumbers(reader, SharedParameters.SectionOfTarget(reader.ReadLine()));
        yield return Pass(reader, Engine.NormalizationSection);
        SectionPlace simulation = Pass(reader, Engine.SimulationSection);
        if (simulation.Length > 0) yield return simulation;
        int actors = reader.ReadCount(sizeof(int));
        for (int i = 0; i < actors; i++) yield return Pass(reader, $"actor-learner {i}");
        long tables = reader.Position;
        reader.ReadTable(r => r.ReadInt64());
        yield return new SectionPlace(Checkpoint.TablesSection, tables, reader.Position - tables);
        for (int watches = reader.ReadCount(2); watches > 0; watches--) yield return Pass(reader, reader.ReadLine());
        reader.ExpectEnd();
    }

    private static SectionPlace Pass(BoundedReader reader, string name) => SectionPlace.Pass(reader, name, reader.ReadCount(1));

    private static SectionPlace PassNumbers(BoundedReader reader, string name) =>
        SectionPlace.Pass(reader, name, reader.ReadCount(sizeof(float)) * (long)sizeof(float));
}
