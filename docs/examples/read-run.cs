// Reads the tables of a run without AsyncRL: dotnet run read-run.cs -- runs/catch-a3c-1
// The same code is in read-run.ipynb, for notebooks with C#.
#:property PublishAot=false
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

// %% The tables: a heading, then rows of numbers. An empty field is a number that does not exist.
static Dictionary<string, double[]> ReadTable(string path)
{
    string[] lines = File.ReadAllLines(path);
    string[] names = lines[0].Split(',');

    // A row with fewer fields is being written at this moment.
    List<string[]> rows = lines.Skip(1).Select(line => line.Split(',')).Where(row => row.Length == names.Length).ToList();
    return names.Select((name, column) => (name, column)).ToDictionary(
        pair => pair.name,
        pair => rows.Select(row => Number(row[pair.column])).ToArray());
}

static double Number(string text) =>
    double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;

string run = args.Length > 0 ? args[0] : "runs/catch-a3c-1";
Dictionary<string, double[]> episodes = ReadTable(Path.Combine(run, "episodes.csv"));
Dictionary<string, double[]> metrics = ReadTable(Path.Combine(run, "metrics.csv"));
Dictionary<string, double[]> threads = ReadTable(Path.Combine(run, "threads.csv"));
Console.WriteLine(FormattableString.Invariant(
    $"{episodes["return"].Length} episodes, {metrics["agent_steps"].Length} reports, columns: {string.Join(" ", metrics.Keys)}"));

// %% The learning curve: the mean return of the episodes that ended in each tenth of the agent steps.
double lastStep = episodes["agent_step"].DefaultIfEmpty(0).Max();
for (int part = 0; part < 10; part++)
{
    double from = lastStep * part / 10, to = lastStep * (part + 1) / 10;
    double[] returns = episodes["return"].Where((_, i) => episodes["agent_step"][i] > from && episodes["agent_step"][i] <= to).ToArray();
    string mean = returns.Length == 0 ? "no episode ended" : returns.Average().ToString("0.000", CultureInfo.InvariantCulture);
    Console.WriteLine(FormattableString.Invariant($"up to {to,12:#,0} agent steps: {mean} ({returns.Length} episodes)"));
}

// %% How the policy and the losses changed: the first and the last report that has the number.
foreach (string name in new[] { "entropy", "policy_loss", "value_loss", "gradient_norm", "learning_rate" })
{
    double[] numbers = metrics.ContainsKey(name) ? metrics[name].Where(double.IsFinite).ToArray() : Array.Empty<double>();
    if (numbers.Length > 0) Console.WriteLine(FormattableString.Invariant($"{name}: from {numbers.First():0.####} to {numbers.Last():0.####}"));
}

// %% Where the time went: the seconds of each phase, of all threads together.
var seconds = threads.Where(column => column.Key.EndsWith("_seconds", StringComparison.Ordinal))
    .ToDictionary(column => column.Key, column => column.Value.Where(double.IsFinite).Sum());
double all = seconds.Values.Sum();
foreach ((string phase, double sum) in seconds.OrderByDescending(pair => pair.Value))
    Console.WriteLine(FormattableString.Invariant($"{phase.Replace("_seconds", "")}: {(all > 0 ? 100 * sum / all : 0):0.0} %"));
