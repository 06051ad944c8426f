using System.Diagnostics;
using System.Globalization;
using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Environments.MuJoCo;
using AsyncRL.Environments.Preprocessing;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Measures the speed of each environment alone: random actions and one thread, in seconds of processor time. Resets count as time but not
/// as agent steps. The last rows are the preprocessing around screens that cost nothing or little. Environments run in turn in short
/// slices, so that a drift of the machine's clock affects all of them.
/// </summary>
internal static class EnvironmentResults
{
    private const double SliceSeconds = 0.05;
    private const int StepsBetweenLooks = 64;

    /// <summary>
    /// environments [SECONDS [NAME …]]: seconds for each environment. A name has the options of the environment after commas:
    /// mujoco:pendulum,pixels=true. Without names it measures all built-in environments and the preprocessing.
    /// </summary>
    /// <param name="args">The arguments after "environments".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        double seconds = 2;
        bool isNumber = args.Length == 0 || double.TryParse(args[0], NumberStyles.Float, CultureInfo.InvariantCulture, out seconds);
        if (!isNumber || seconds is not (>= 0.1 and <= 3600))
        {
            Console.Error.WriteLine($"The number of seconds is \"{args[0]}\"; expected a number from 0.1 to 3600.");
            return 2;
        }

        List<Subject> subjects;
        try
        {
            subjects = args.Length > 1 ? Subjects(args[1..]) : Subjects();
        }
        catch (InputException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 2;
        }

        foreach (Subject subject in subjects) subject.Play(5 * SliceSeconds);
        int slices = Math.Max(1, (int)(seconds / SliceSeconds));
        for (int slice = 0; slice < slices; slice++)
        {
            foreach (Subject subject in subjects) subject.Rates.Add(subject.Play(SliceSeconds));
        }

        Console.WriteLine(Line(
            $"{MachineDescription.Processor}, {MachineDescription.System}, {slices} slices of {SliceSeconds} s of a processor"));
        Console.WriteLine();
        Console.WriteLine("| environment | observation | frames per agent step | agent steps/s, median | 5th | 95th | frames/s |"
            + " µs per agent step |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (Subject subject in subjects) Console.WriteLine(Row(subject));
        return 0;
    }

    private static List<Subject> Subjects()
    {
        var subjects = new List<Subject>();
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All)
            subjects.Add(new Subject(description.Name, description.Create(description.DefaultOptions, new RandomGenerator(1))));
        foreach ((string name, int channels) in ((string, int)[])[("gray", 1), ("color", 3)])
        {
            var screen = ObservationSpecification.Pixels(210, 160, channels);
            subjects.Add(Preprocessing($"still 160×210 {name} frames", new ConstantFrames(screen)));
            subjects.Add(Preprocessing($"restless 160×210 {name} frames", new RestlessFrames(screen)));
        }

        return subjects;
    }

    private static Subject Preprocessing(string frames, IFrameEnvironment screen) => new(
        $"(preprocessing of {frames})",
        ArcadePreprocessing.Wrap(screen, new PreprocessingOptions(), new RandomGenerator(1), learning: true));

    private static List<Subject> Subjects(string[] names)
    {
        MuJoCoBridge.Register();
        var subjects = new List<Subject>();
        foreach (string name in names)
        {
            string[] parts = name.Split(',');
            Dictionary<string, string> assignments = Assignments(parts[1..]);
            EnvironmentDescription description = EnvironmentCatalogue.Find(parts[0])
                ?? throw new InputException(Names.Unknown(
                    "environment", parts[0], [.. EnvironmentCatalogue.All.Select(known => known.Name)], "asyncrl list"));
            var used = new HashSet<string>();
            object options = OptionSet.With(description.DefaultOptions, assignments, used);
            foreach (string option in assignments.Keys)
            {
                if (!used.Contains(option))
                    throw new InputException($"The environment {parts[0]} has no option \"{option}\"; expected one of asyncrl list.");
            }

            subjects.Add(new Subject(name, description.Create(options, new RandomGenerator(1))));
        }

        return subjects;
    }

    private static Dictionary<string, string> Assignments(string[] texts)
    {
        var assignments = new Dictionary<string, string>();
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !assignments.TryAdd(text[..equals], text[(equals + 1)..]))
                throw new InputException($"The option of an environment is \"{text}\"; expected OPTION=VALUE, once for each option.");
        }

        return assignments;
    }

    private static string Row(Subject subject)
    {
        IEnvironment environment = subject.Environment;
        double median = subject.Rates.Median(), low = subject.Rates.Quantile(0.05), high = subject.Rates.Quantile(0.95);
        return Line($"| {subject.Name} | {environment.Observation} | {environment.FramesPerAgentStep} | ")
            + Line($"{median:N0} | {low:N0} | {high:N0} | ")
            + Line($"{median * environment.FramesPerAgentStep:N0} | {1e6 / median:F2} |");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>An environment that is being measured.</summary>
    private sealed class Subject(string name, IEnvironment environment)
    {
        private readonly RandomGenerator _actions = new(2);
        private readonly Observation _seen = new(environment.Observation);
        private readonly float[] _vector = new float[environment.Actions.Count];
        private bool _isOver = true;

        internal string Name => name;

        internal IEnvironment Environment => environment;

        internal List<double> Rates { get; } = [];

        /// <summary>Continues to play for some time.</summary>
        /// <returns>Agent steps per second.</returns>
        internal double Play(double seconds)
        {
            double start = Seconds(), passed = 0;
            long steps = 0;
            for (; passed < seconds; passed = Seconds() - start, steps += StepsBetweenLooks)
            {
                for (int step = 0; step < StepsBetweenLooks; step++) Advance();
            }

            return steps / passed;
        }

        /// <summary>Uses processor time if the system reports it, so that other programs affect the result as little as possible.</summary>
        private static double Seconds() =>
            ThreadClock.Nanoseconds() / 1e9 ?? (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;

        private void Advance()
        {
            if (_isOver) environment.Reset(_seen);
            _isOver = environment.Step(Draw(), _seen).IsEnd;
        }

        private AgentAction Draw()
        {
            ActionSpecification actions = environment.Actions;
            if (actions.Kind == ActionKind.Discrete) return _actions.NextInteger(actions.Count);
            for (int i = 0; i < _vector.Length; i++)
            {
                (float low, float high) = (Math.Max(actions.Low[i], -10), Math.Min(actions.High[i], 10));
                _vector[i] = low + ((high - low) * _actions.NextSingle());
            }

            return AgentAction.FromValues(_vector);
        }
    }
}
