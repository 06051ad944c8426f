using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Interchange.TensorBoard.Format;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;
using Google.Protobuf;

namespace AsyncRL.Interchange.TensorBoard;

/// <summary>
/// Writes a run's tables as an event file of TensorBoard. The step of an event is T in agent steps. What a running training adds to its
/// tables later is appended by <see cref="WriteNew"/>.
/// </summary>
public sealed class RunEvents : IDisposable
{
    private const int FloatElement = 1, TextElement = 7, Rgb = 3, Gradients = 32;

    private static readonly (string Column, string Tag)[] EpisodeTags = [("return", "episode/return"), ("length", "episode/length")];

    private static readonly (string Column, string Tag)[] EvaluationTags =
    [
        ("mean", "evaluation/mean_return"), ("standard_deviation", "evaluation/standard_deviation"),
        ("mean_length", "evaluation/mean_length"),
    ];

    private readonly RunClock _clock = new();
    private readonly double _started;
    private readonly EventWriter _writer;
    private readonly EventTable _metrics;
    private readonly EventTable _threads;
    private readonly EventTable _episodes;
    private readonly EventTable _evaluations;

    private RunEvents(string directory, string destination, double started)
    {
        _started = started;
        Directory.CreateDirectory(destination);

        // The same run has the same file, which is written again when the run is resumed: its rows must not be there twice.
        File = Path.Combine(destination, $"events.out.tfevents.{(long)started:D10}.asyncrl.0.0");
        _writer = new EventWriter(new FileStream(File, FileMode.Create, FileAccess.Write, FileShare.Read), started);
        _metrics = new EventTable(directory, RunTables.MetricsName, "agent_steps", "seconds");
        _threads = new EventTable(directory, RunTables.ThreadsName, "agent_steps", "seconds", "thread");
        _episodes = new EventTable(directory, RunTables.EpisodesName, "agent_step") { Shown = ColumnsOf(EpisodeTags) };
        _evaluations = new EventTable(directory, RunTables.EvaluationsName, "agent_step")
        {
            IsOptional = true,
            Shown = ColumnsOf(EvaluationTags),
        };
    }

    /// <summary>The event file.</summary>
    public string File { get; }

    /// <summary>Events written so far, without that which begins the file.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// A sentence for each table that the last call of <see cref="WriteNew"/> has not found, for each column that a table lacks, and for
    /// rows that cannot be read. A last row that is not complete yet has no sentence.
    /// </summary>
    public IReadOnlyList<string> Missing
    {
        get
        {
            List<string> sentences = [];
            foreach (EventTable table in (EventTable[])[_metrics, _threads, _episodes, _evaluations]) sentences.AddRange(table.Missing);
            return sentences;
        }
    }

    /// <summary>Begins the event file of a run, with its settings as a text.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="destination">The directory that receives the file; TensorBoard shows each directory as a run.</param>
    /// <returns>The writer; the caller disposes of it.</returns>
    /// <exception cref="InputException">There is no run, or the file cannot be written.</exception>
    public static RunEvents Begin(string directory, string destination)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(destination);
        string manifest = Path.Combine(directory, "run.json");
        try
        {
            JsonNode? run = JsonNode.Parse(System.IO.File.ReadAllText(manifest));
            var events = new RunEvents(directory, destination, StartOf(run));
            List<(string Name, string Value)> settings = RunManifestSettings.Of(run);
            events.WriteText("settings", RunManifestSettings.Table(settings));
            events.WriteHyperparameters(RunManifestSettings.Hyperparameters(settings, events._started));
            return events;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            throw new InputException($"The event file of {directory} cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>
    /// Writes the rows that were added to the tables since the last call. A thinned table gives no row twice. Rows that cannot be read are
    /// left out, and so is a table without the columns for the place of its events (<see cref="Missing"/>).
    /// </summary>
    public void WriteNew()
    {
        WriteMetrics();
        WriteThreads();
        Write(_episodes, EpisodeTags);
        Write(_evaluations, EvaluationTags);
        _writer.Flush();
    }

    /// <summary>Writes the distributions of the parameters of a checkpoint.</summary>
    /// <param name="network">The network.</param>
    public void WriteParameters(TrainedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        foreach (ParameterSlice slice in network.Structure.Layout.Slices)
        {
            var value = new Value
            {
                Tag = $"parameters/{slice.Name}",
                Histogram = NumberDistribution.Of(slice.Of(network.Theta.Span)),
            };
            Add(network.AgentSteps, _clock.SecondAt(network.AgentSteps), value);
        }

        _writer.Flush();
    }

    /// <summary>
    /// Writes the distributions of gradients at a checkpoint (<see cref="GradientSample"/>): for each block of parameters the numbers of
    /// all gradients together.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="stop">Cancelled to end the work.</param>
    /// <returns>The number of gradients; without any, nothing is written.</returns>
    /// <exception cref="InputException">The environment cannot be made, or a gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public int WriteGradients(TrainedNetwork network, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(network);
        ImmutableArray<ParameterSlice> slices = network.Structure.Layout.Slices;
        NumberDistribution[] distributions = [.. slices.Select(_ => new NumberDistribution())];
        int taken;
        try
        {
            taken = GradientSample.Take(
                network.Configuration, network.Theta.Span, network.AgentSteps, network.Normalization, Gradients, Receive, stop);
        }
        catch (NonFiniteGradientException problem)
        {
            throw new InputException($"A gradient at agent step {network.AgentSteps} is not finite.", problem);
        }

        for (int i = 0; i < slices.Length && taken > 0; i++)
        {
            var value = new Value { Tag = $"gradients/{slices[i].Name}", Histogram = distributions[i].ToHistogram() };
            Add(network.AgentSteps, _clock.SecondAt(network.AgentSteps), value);
        }

        _writer.Flush();
        return taken;

        void Receive(ReadOnlySpan<float> gradient)
        {
            for (int i = 0; i < slices.Length; i++) distributions[i].Add(slices[i].Of(gradient));
        }
    }

    /// <summary>Writes a picture.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="agentSteps">T of what it shows.</param>
    /// <param name="png">The PNG file. Its width and height are read from its first chunk.</param>
    public void WriteImage(string tag, long agentSteps, ReadOnlySpan<byte> png)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        var image = new Image
        {
            Width = BinaryPrimitives.ReadInt32BigEndian(png[16..]),
            Height = BinaryPrimitives.ReadInt32BigEndian(png[20..]),
            Colorspace = Rgb,
            EncodedImageString = ByteString.CopyFrom(png),
        };
        Add(agentSteps, _clock.SecondAt(agentSteps), new Value { Tag = tag, Image = image });
        _writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _threads.Dispose();
        _episodes.Dispose();
        _evaluations.Dispose();
        _writer.Dispose();
    }

    private static double StartOf(JsonNode? run)
    {
        string text = run?["started"]?.GetValue<string>() ?? "";
        bool isKnown = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset started);
        return (isKnown ? started : DateTimeOffset.UnixEpoch).ToUnixTimeMilliseconds() / 1000.0;
    }

    private void WriteMetrics()
    {
        while (_metrics.TryRead())
        {
            var values = new List<Value>();
            foreach (string column in _metrics.Columns)
            {
                if (EventTags.OfMetric(column) is { } tag) AddScalar(values, tag, _metrics.Number(column));
            }

            (double agentSteps, double seconds) = (_metrics.Number("agent_steps"), _metrics.Number("seconds"));
            _clock.Add(agentSteps, seconds);
            Add((long)agentSteps, seconds, [.. values]);
        }
    }

    private void WriteThreads()
    {
        while (_threads.TryRead())
        {
            var values = new List<Value>();
            string thread = _threads.Number("thread").ToString(CultureInfo.InvariantCulture);
            foreach (string column in _threads.Columns)
            {
                if (EventTags.OfThread(column, thread) is { } tag) AddScalar(values, tag, _threads.Number(column));
            }

            Add((long)_threads.Number("agent_steps"), _threads.Number("seconds"), [.. values]);
        }
    }

    private static string[] ColumnsOf((string Column, string Tag)[] tags) => Array.ConvertAll(tags, tag => tag.Column);

    private void Write(EventTable table, (string Column, string Tag)[] columns)
    {
        while (table.TryRead())
        {
            var values = new List<Value>();
            foreach ((string column, string tag) in columns) AddScalar(values, tag, table.Number(column));
            double agentStep = table.Number("agent_step");
            Add((long)agentStep, _clock.SecondAt(agentStep), [.. values]);
        }
    }

    private static void AddScalar(List<Value> values, string tag, double number)
    {
        if (!double.IsNaN(number)) values.Add(new Value { Tag = tag, SimpleValue = (float)number });
    }

    private void Add(long step, double seconds, params ReadOnlySpan<Value> values)
    {
        if (values.IsEmpty) return;
        var summary = new Summary();
        foreach (Value value in values) summary.Value.Add(value);
        _writer.Write(new Event { WallTime = _started + seconds, Step = step, Summary = summary });
        Count++;
    }

    /// <summary>Writes one text. Its shape has no dimension: TensorBoard puts a table around the texts of a vector.</summary>
    private void WriteText(string tag, string text)
    {
        var tensor = new Tensor { Element = TextElement, Shape = new TensorShape() };
        tensor.Text.Add(ByteString.CopyFromUtf8(text));
        var metadata = new Metadata { PluginData = new PluginData { PluginName = "text" } };
        Add(0, 0, new Value { Tag = tag, Tensor = tensor, Metadata = metadata });
    }

    /// <summary>The plugin reads the metadata; the value is an empty tensor, as in the files that TensorBoard itself writes.</summary>
    private void WriteHyperparameters(HyperparameterData hyperparameters)
    {
        var shape = new TensorShape();
        shape.Dimension.Add(new TensorDimension());
        Add(0, 0, new Value
        {
            Tag = "_hparams_/session_start_info",
            Tensor = new Tensor { Element = FloatElement, Shape = shape },
            Metadata = new Metadata { PluginData = new PluginData { PluginName = "hparams", Content = hyperparameters.ToByteString() } },
        });
    }
}
