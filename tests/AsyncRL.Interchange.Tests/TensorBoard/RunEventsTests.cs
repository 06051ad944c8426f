using System.Globalization;
using System.Linq;
using AsyncRL.Interchange.TensorBoard;
using AsyncRL.Interchange.TensorBoard.Format;
using AsyncRL.TestSources;

namespace AsyncRL.Interchange.Tests.TensorBoard;

/// <summary>Event files say what a run's tables say.</summary>
public sealed class RunEventsTests : IDisposable
{
    private static readonly (string Name, string Text)[] Whole =
    [
        ("metrics.csv", "agent_steps,seconds,entropy,report\n10,1,0.5,1\n20,2,0.25,2\n"),
        ("threads.csv", "agent_steps,seconds,thread,updates,report\n10,1,0,4,1\n20,2,0,8,2\n"),
        ("episodes.csv", "thread,agent_step,return,length,episode\n0,9,1,9,1\n0,18,-1,9,2\n"),
        ("evaluations.csv", "agent_step,episodes,mean,standard_deviation,minimum,maximum,mean_length,evaluation\n15,2,1,0,1,1,9,1\n"),
    ];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_checksum_is_that_of_the_format()
    {
        byte[] digits = "123456789"u8.ToArray();
        Assert.Equal(0xE3069283, EventReader.Checksum(digits));
        Assert.Equal(0xC78AB0E5, EventWriter.MaskedChecksum(digits));
        Assert.Equal(EventReader.Masked(digits), EventWriter.MaskedChecksum(digits));
    }

    [Fact]
    public void Every_row_of_a_run_becomes_an_event()
    {
        using var run = new ShortRun("cartpole", "a3c", "mlp", 2000);
        using var events = RunEvents.Begin(run.Directory, _directory.At("events"));
        events.WriteNew();
        events.WriteParameters(run.Read());
        List<Event> read = EventReader.Read(events.File);
        Assert.Equal("brain.Event:2", read[0].FileVersion);
        Assert.Equal(events.Count, read.Count - 1);
        Assert.Equal(Column(run.Directory, "episodes.csv", "return"), Numbers(read, "episode/return"));
        Assert.Equal(Column(run.Directory, "episodes.csv", "agent_step"), Steps(read, "episode/return"));
        Assert.Equal(Column(run.Directory, "metrics.csv", "entropy"), Numbers(read, "policy/entropy"));
        Assert.Equal(Column(run.Directory, "threads.csv", "updates"), Numbers(read, "thread 0/updates"));
        double started = read[0].WallTime;
        Assert.All(read, happened => Assert.InRange(happened.WallTime, started, started + 60));
    }

    [Fact]
    public void The_distribution_of_parameters_counts_each_number_once()
    {
        using var run = new ShortRun("cartpole", "a3c", "mlp", 40);
        TrainedNetwork trained = run.Read();
        using var events = RunEvents.Begin(run.Directory, _directory.At("events"));
        events.WriteParameters(trained);
        Histogram histogram = Values(EventReader.Read(events.File), "parameters/dense1.weights")[0].Value.Histogram;
        float[] weights = trained.Parameters("dense1.weights").ToArray();
        Assert.Equal(weights.Length, histogram.Count);
        Assert.Equal(histogram.BucketLimit.Count, histogram.Bucket.Count);
        Assert.Equal(System.Numerics.Tensors.TensorPrimitives.Min<float>(weights), histogram.Min);
        double counted = 0;
        for (int i = 0; i < histogram.Bucket.Count; i++)
        {
            double low = i == 0 ? double.NegativeInfinity : histogram.BucketLimit[i - 1], high = histogram.BucketLimit[i];
            Assert.Equal(Array.FindAll(weights, weight => weight >= low && weight < high).Length, histogram.Bucket[i]);
            counted += histogram.Bucket[i];
        }

        Assert.Equal(weights.Length, counted);
    }

    [Fact]
    public void The_distribution_of_gradients_has_the_numbers_of_all_gradients_and_comes_again()
    {
        using var run = new ShortRun("cartpole", "a3c", "mlp", 40);
        TrainedNetwork trained = run.Read();
        byte[][] files = [Write("one"), Write("two")];
        Assert.Equal(files[0], files[1]);
        List<Event> read = EventReader.Read(Directory.GetFiles(_directory.At("one"))[0]);
        Histogram histogram = Values(read, "gradients/dense1.weights")[0].Value.Histogram;
        Assert.Equal(32 * trained.Parameters("dense1.weights").Length, histogram.Count);
        Assert.Equal(histogram.Count, histogram.Bucket.Sum());
        Assert.InRange(histogram.Max, double.Epsilon, 1000);
        Assert.InRange(histogram.Min, -1000, -double.Epsilon);
        Assert.Equal(Values(read, "gradients/dense1.weights")[0].Step, trained.AgentSteps);

        byte[] Write(string name)
        {
            using (var events = RunEvents.Begin(run.Directory, _directory.At(name)))
                Assert.Equal(32, events.WriteGradients(trained, CancellationToken.None));
            return File.ReadAllBytes(Directory.GetFiles(_directory.At(name))[0]);
        }
    }

    [Fact]
    public void Settings_are_hyperparameters_with_types_and_pictures_keep_their_bytes()
    {
        using var run = new ShortRun("cartpole", "a3c", "mlp", 40);
        using var events = RunEvents.Begin(run.Directory, _directory.At("events"));
        byte[] png = [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 44, 0, 0, 0, 200, 8, 2, 0, 0, 0];
        events.WriteImage("agent/episode", 40, png);
        List<Event> read = EventReader.Read(events.File);
        Value start = Values(read, "_hparams_/session_start_info")[0].Value;
        Assert.Equal("hparams", start.Metadata.PluginData.PluginName);
        SessionStart session = HyperparameterData.Parser.ParseFrom(start.Metadata.PluginData.Content).SessionStartInfo;
        Assert.Equal(read[0].WallTime, session.StartTimeSecs);
        Assert.Equal("a3c", session.Hparams["algorithm"].StringValue);
        Assert.Equal(1, session.Hparams["threads"].NumberValue);
        Assert.Equal(40, session.Hparams["agent-steps"].NumberValue);
        Assert.Equal(0.99, session.Hparams["discount"].NumberValue);
        Assert.True(session.Hparams["normalize-observations"].HasBoolValue);
        (long step, Value picture) = Values(read, "agent/episode")[0];
        Assert.Equal((40, 300, 200), (step, picture.Image.Width, picture.Image.Height));
        Assert.Equal(png, picture.Image.EncodedImageString.ToByteArray());
    }

    [Fact]
    public void Rows_that_are_added_later_are_written_later_and_an_unfinished_row_waits()
    {
        string run = _directory.At("run");
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "run.json"), "{ \"started\": \"2026-01-02T03:04:05Z\", \"options\": { \"a\": \"1\" } }");
        string table = Path.Combine(run, "episodes.csv");
        File.WriteAllText(table, "thread,agent_step,return,length,episode\n0,9,1,9,1\n0,18,-1,");
        using var events = RunEvents.Begin(run, _directory.At("events"));
        events.WriteNew();
        Assert.Equal([1], Numbers(EventReader.Read(events.File), "episode/return"));
        File.AppendAllText(table, "9,2\n0,27,5,9,3\n");
        events.WriteNew();
        Assert.Equal([1, -1, 5], Numbers(EventReader.Read(events.File), "episode/return"));
        Value settings = Values(EventReader.Read(events.File), "settings")[0].Value;
        Assert.Empty(settings.Tensor.Shape.Dimension);
        Assert.Contains("| a | 1 |", settings.Tensor.Text[0].ToStringUtf8(), StringComparison.Ordinal);
        Assert.Equal("text", settings.Metadata.PluginData.PluginName);
    }

    /// <summary>A full table is replaced by a file with every second entry (table-rows).</summary>
    [Fact]
    public void Of_a_table_that_was_thinned_the_later_rows_follow_and_none_comes_twice()
    {
        string run = _directory.At("run"), thinned = _directory.At("thinned"), table = Path.Combine(run, "threads.csv");
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "run.json"), "{}");
        WriteThreads(table, [1, 2, 3, 4]);
        File.AppendAllText(table, "5,5,0,5,5\n");
        using var events = RunEvents.Begin(run, _directory.At("events"));
        events.WriteNew();
        Assert.Equal([1, 2, 3, 4, 5], Numbers(EventReader.Read(events.File), "thread 0/updates"));
        File.AppendAllText(table, "5,5,1,5,5\n");
        events.WriteNew();
        WriteThreads(thinned, [2, 4, 6, 8, 10, 12]);
        File.Move(thinned, table, overwrite: true);
        events.WriteNew();
        events.WriteNew();
        foreach (string thread in (string[])["0", "1"])
            Assert.Equal([1, 2, 3, 4, 5, 6, 8, 10, 12], Numbers(EventReader.Read(events.File), $"thread {thread}/updates"));

        static void WriteThreads(string path, int[] reports) => File.WriteAllText(
            path,
            "agent_steps,seconds,thread,updates,report\n"
                + string.Concat(reports.Select(report => Row(report, 0) + Row(report, 1))));

        static string Row(int report, int thread) => FormattableString.Invariant($"{report},{report},{thread},{report},{report}\n");
    }

    [Theory]
    [InlineData("0,18,x,9,2")]
    [InlineData("0,18,1")]
    [InlineData("0,,1,9,2")]
    [InlineData("0,18,1,9,")]
    public void A_row_that_cannot_be_read_is_left_out_and_named_and_one_that_is_being_written_waits(string row)
    {
        string run = MakeRun(("episodes.csv", $"thread,agent_step,return,length,episode\n0,9,1,9,1\n{row}\n0,27,3,9,3\n0,36,4"));
        using var events = RunEvents.Begin(run, _directory.At("events"));
        events.WriteNew();
        Assert.Equal([1, 3], Numbers(EventReader.Read(events.File), "episode/return"));
        Assert.Equal([9, 27], Steps(EventReader.Read(events.File), "episode/return"));
        Assert.Contains("The table episodes.csv has a row that cannot be read, row 2; it is left out.", events.Missing);
        File.AppendAllText(Path.Combine(run, "episodes.csv"), ",9,4\nx\n");
        events.WriteNew();
        Assert.Equal([1, 3, 4], Numbers(EventReader.Read(events.File), "episode/return"));
        Assert.Contains(
            "The table episodes.csv has 2 rows that cannot be read, the first of them row 2; they are left out.", events.Missing);
    }

    [Theory]
    [InlineData("metrics.csv", "agent_steps", "policy/entropy")]
    [InlineData("metrics.csv", "seconds", "policy/entropy")]
    [InlineData("threads.csv", "agent_steps", "thread 0/updates")]
    [InlineData("threads.csv", "seconds", "thread 0/updates")]
    [InlineData("threads.csv", "thread", "thread 0/updates")]
    [InlineData("episodes.csv", "agent_step", "episode/return")]
    [InlineData("evaluations.csv", "agent_step", "evaluation/mean_return")]
    public void A_table_without_the_column_for_the_place_of_its_events_is_left_out_and_named(string table, string column, string tag)
    {
        string run = MakeRun(Whole);
        string path = Path.Combine(run, table);
        string[][] rows = [.. File.ReadAllLines(path).Select(line => line.Split(','))];
        int place = Array.IndexOf(rows[0], column);
        Assert.True(place >= 0);
        File.WriteAllLines(path, rows.Select(row => string.Join(',', row.Where((_, i) => i != place))));
        using var events = RunEvents.Begin(run, _directory.At("events"));
        events.WriteNew();
        Assert.Equal([$"The table {table} has no column {column}. The event file has nothing of this table."], events.Missing);
        List<Event> read = EventReader.Read(events.File);
        Assert.Empty(Values(read, tag));
        Assert.All(read, happened => Assert.True(double.IsFinite(happened.WallTime)));
        string[] others = ["policy/entropy", "thread 0/updates", "episode/return", "evaluation/mean_return"];
        Assert.All(others.Where(other => other != tag), other => Assert.NotEmpty(Values(read, other)));
    }

    [Fact]
    public void Tables_that_are_missing_or_empty_and_curves_without_a_column_are_named()
    {
        string run = MakeRun(Whole);
        using (var events = RunEvents.Begin(run, _directory.At("events")))
        {
            events.WriteNew();
            Assert.Empty(events.Missing);
        }

        File.Delete(Path.Combine(run, "metrics.csv"));
        File.Delete(Path.Combine(run, "evaluations.csv"));
        File.WriteAllText(Path.Combine(run, "threads.csv"), "agent_steps,seconds,thread\n");
        File.WriteAllText(Path.Combine(run, "episodes.csv"), "agent_step,length,episode\n9,9,1\n");
        using var fewer = RunEvents.Begin(run, _directory.At("events"));
        fewer.WriteNew();
        Assert.Equal(
            ["There is no table metrics.csv.", "The table threads.csv is empty.", "The table episodes.csv has no column return."],
            fewer.Missing);
        Assert.Equal([9], Numbers(EventReader.Read(fewer.File), "episode/length"));
    }

    /// <summary>Without the numbers of the reports each row is read once, whatever its last column holds.</summary>
    [Fact]
    public void A_table_without_numbers_of_entries_gives_every_row()
    {
        string run = MakeRun(("metrics.csv", "agent_steps,seconds,entropy\n10,1,3\n20,2,1\n30,3,2\n"));
        using var events = RunEvents.Begin(run, _directory.At("events"));
        events.WriteNew();
        events.WriteNew();
        Assert.Equal([3, 1, 2], Numbers(EventReader.Read(events.File), "policy/entropy"));
    }

    private string MakeRun(params (string Name, string Text)[] tables)
    {
        string run = _directory.At("run");
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "run.json"), "{ \"started\": \"2026-01-02T03:04:05Z\" }");
        foreach ((string name, string text) in tables) File.WriteAllText(Path.Combine(run, name), text);
        return run;
    }

    private static List<(long Step, Value Value)> Values(List<Event> events, string tag)
    {
        var values = new List<(long Step, Value Value)>();
        foreach (Event happened in events)
        {
            if (happened.Summary is null) continue;
            foreach (Value value in happened.Summary.Value)
            {
                if (value.Tag == tag) values.Add((happened.Step, value));
            }
        }

        return values;
    }

    private static List<float> Numbers(List<Event> events, string tag) => Values(events, tag).ConvertAll(value => value.Value.SimpleValue);

    private static List<float> Steps(List<Event> events, string tag) => Values(events, tag).ConvertAll(value => (float)value.Step);

    private static List<float> Column(string run, string table, string column)
    {
        string[] lines = File.ReadAllLines(Path.Combine(run, table));
        int index = Array.IndexOf(lines[0].Split(','), column);
        var numbers = new List<float>();
        foreach (string line in lines[1..])
        {
            // The cell of a mean over no agent step is empty, and no event.
            string cell = line.Split(',')[index];
            if (cell.Length > 0) numbers.Add((float)double.Parse(cell, CultureInfo.InvariantCulture));
        }

        return numbers;
    }
}
