using System.Diagnostics;
using System.Globalization;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Environments.Gymnasium;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// The time of an agent step through the bridge to Gymnasium: elapsed, and of the processor on both sides. The processor time hardly
/// depends on other work of the machine. Linux tells that of the child in /proc.
/// </summary>
internal static class BridgeResults
{
    private const double Seconds = 5;

    /// <summary>The kernel counts processor time in hundredths of a second.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Measures environments, each by its name in Gymnasium and, after commas, its options.</summary>
    internal static int Run(string[] names)
    {
        foreach (string name in names) Measure(name);
        return 0;
    }

    private static void Measure(string name)
    {
        string[] parts = name.Split(',');
        var assignments = new Dictionary<string, string>();
        foreach (string part in parts[1..]) assignments.Add(part.Split('=')[0], part.Split('=')[1]);
        EnvironmentDescription description = GymnasiumBridge.Describe(parts[0]);
        object options = OptionSet.With(description.DefaultOptions, assignments, new HashSet<string>());
        using IEnvironment environment = description.Create(options, new RandomGenerator(1));
        var observation = new Observation(environment.Observation);
        Play(environment, observation, 0.5);
        int child = ChildOf(Environment.ProcessId);
        double own = OwnSeconds(), its = SecondsOf(child);
        var watch = Stopwatch.StartNew();
        long steps = Play(environment, observation, Seconds);
        double elapsed = watch.Elapsed.TotalSeconds;
        (own, its) = (OwnSeconds() - own, SecondsOf(child) - its);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {steps / elapsed:N0} agent steps/s; per step {1e6 * elapsed / steps:F2} µs elapsed, {1e6 * own / steps:F2} µs of "
            + $"processor time here, {1e6 * its / steps:F2} µs in the child"));
    }

    private static long Play(IEnvironment environment, Observation observation, double seconds)
    {
        var generator = new RandomGenerator(1);
        int choices = environment.Actions.Count;
        bool isDiscrete = environment.Actions.Kind == ActionKind.Discrete;
        Span<float> vector = stackalloc float[isDiscrete ? 0 : choices];
        environment.Reset(observation);
        long steps = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds; steps++)
        {
            StepOutcome outcome = isDiscrete
                ? environment.Step(generator.NextInteger(choices), observation) : environment.Step(vector, observation);
            if (outcome.IsEnd) environment.Reset(observation);
        }

        return steps;
    }

    private static double OwnSeconds() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static double SecondsOf(int process)
    {
        string[] fields = FieldsOf(process);
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture))
            / TicksPerSecond;
    }

    private static int ChildOf(int parent)
    {
        foreach (string directory in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), out int process)) continue;
            if (FieldsOf(process) is [_, var found, ..] && found == parent.ToString(CultureInfo.InvariantCulture)) return process;
        }

        throw new InvalidOperationException("There is no child; expected the process of an environment.");
    }

    /// <summary>The fields of a process's state that follow its name.</summary>
    private static string[] FieldsOf(int process)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
