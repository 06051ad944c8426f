using System.CommandLine;
using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Studies;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Environments.Normalization;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

/// <summary>Command lines over existing names, some of them misspelled, with right, wrong, huge, empty and strange values.</summary>
internal sealed class RandomCommandLines
{
    private static readonly string[] Values =
    [
        "0", "1", "2", "3", "7", "-1", "0.5", "1.5", "1e-9", "100000", "2147483647", "2147483648", "4294967296", "1000000000",
        "9223372036854775807", "99999999999999999999", "1e308", "1e999", "-0", "NaN", "Infinity", "-Infinity", "", " ", "auto", "true",
        "false", "äöü", "日本語", "\e[2J", "a\nb", "a=b", "=", "--", "-", "-5", "0x10", "1,2", "1,", "null", "/", ".", "x/y", "@file",
        new('9', 400), new('a', 5000),
    ];

    /// <summary>The built-in environments. Other tests add environments of their own, some of which break the contract.</summary>
    private static readonly EnvironmentDescription[] Environments =
        [.. EnvironmentCatalogue.All.Where(e => e.GetType().Assembly == typeof(EnvironmentCatalogue).Assembly && e is not OwnEnvironment)];

    private static readonly string[] Names =
    [
        .. Environments.Select(e => e.Name), .. Environments.SelectMany(e => e.OtherNames),
        .. Parts<Algorithm>.All.Select(a => a.Name), .. NetworkCatalogue.All.Select(n => n.Name), .. Optimizer.Names,
        .. SharingMode.Names, .. TrainingConfiguration.Executions, "ppo", "screen", "agent", "options", "lstm", "Softplus",
    ];

    private static readonly string[] Settable =
    [
        .. new object[] { new NetworkOptions(), new OptimizerOptions(), new RunOptions(), new ExchangeOptions(), new WrapperOptions() }
            .Concat(Environments.Select(e => e.DefaultOptions)).Concat(Parts<Algorithm>.All.Select(a => a.AllOptions))
            .SelectMany(OptionSet.Describe).Select(option => option.Name).Distinct(),
    ];

    private readonly RandomGenerator _generator;
    private readonly string _run;
    private readonly Command[] _commands;

    internal RandomCommandLines(RandomGenerator generator, string run)
    {
        (_generator, _run) = (generator, run);
        using var signals = new StopSignals(_ => { });
        Command root = Application.MakeRoot(new ConsoleHost { Output = TextWriter.Null, Error = TextWriter.Null, Signals = signals });

        // The signature is a training that no signal ends.
        _commands = [.. root.Subcommands.Where(command => command.Name != "signature")];
    }

    /// <summary>The next line.</summary>
    /// <param name="directory">The directory that most commands write to.</param>
    internal string[] Next(string directory)
    {
        Command command = Pick(_commands);
        var words = new List<string> { Chance(30) ? Misspell(command.Name) : command.Name };
        if (Chance(40)) words[0] = "help";
        if (command.Name == "compare" && Chance(2)) words.Add(Chance(8) ? Value() : _run);
        else if (command.Name == "compare") AddComparison(words, directory);
        else if (!Chance(20)) words.Add(Subject(command.Name));
        string[] pictures = [.. FigureKinds.Names, .. TrainingPictures.Names, "all"];
        if (command.Name == "picture" && !Chance(10)) words.Add(Pick(pictures));
        int pieces = _generator.NextInteger(6);
        for (int i = 0; i < pieces; i++) AddPiece(words, command, directory);
        if (command.Name == "train" && !words.Contains("--output")) words.AddRange(["--output", Path.Combine(directory, "run")]);
        if (command.Name == "record" && !words.Contains("--output")) words.AddRange(["--output", Path.Combine(directory, "picture.gif")]);
        if (command.Name == "report" && !words.Contains("--output")) words.AddRange(["--output", Path.Combine(directory, "page.html")]);
        if (command.Name == "picture" && !words.Contains("--output")) words.AddRange(["--output", Path.Combine(directory, "picture.svg")]);
        if (command.Name is "study" or "sweep" && !words.Contains("--output"))
            words.AddRange(["--output", Path.Combine(directory, "study")]);
        if (command.Name is "export" or "import" && !words.Contains("--output"))
            words.AddRange(["--output", Path.Combine(directory, "file")]);
        return [.. words];
    }

    /// <summary>The options that a comparison needs, one of them often missing or wrong.</summary>
    private void AddComparison(List<string> words, string directory)
    {
        string algorithm = Parts<Algorithm>.All[_generator.NextInteger(Parts<Algorithm>.All.Count)].Name;
        if (!Chance(8)) words.AddRange(["--algorithms", Chance(8) ? Value() : Chance(2) ? algorithm : $"{algorithm},a3c"]);
        if (!Chance(8)) words.AddRange(["--environments", Chance(8) ? Value() : Subject("train")]);
        if (!Chance(8)) words.AddRange(["--output", Path.Combine(directory, "comparison")]);
    }

    private string Subject(string command)
    {
        if (Chance(8)) return Pick(Values);
        if (command is "evaluate" or "play" or "record" or "picture" or "report" or "live" or "export")
            return Chance(3) ? Pick(Names) : _run;
        if (command == "study" && !Chance(6)) return Pick([.. BuiltInStudies.Names]);
        return Chance(6) ? Misspell(Pick(Names)) : Pick(Environments).Name;
    }

    private void AddPiece(List<string> words, Command command, string directory)
    {
        if (command.Name == "sweep" && Chance(2))
        {
            words.AddRange(["--vary", $"{Pick(Settable)}={(Chance(2) ? "1e-3..1e-1:log:2" : $"{Value()},{Value()}")}"]);
            return;
        }

        if (command.Name is "train" or "profile" or "sweep" && Chance(2))
        {
            string name = Pick(Settable);
            words.AddRange(["--set", Chance(12) ? Misspell($"{name}={Value()}") : $"{name}={Value()}"]);
            return;
        }

        Option option = Pick([.. command.Options]);
        words.Add(Chance(12) ? Misspell(option.Name) : option.Name);
        if (option.ValueType == typeof(bool) && !Chance(20)) return;
        if (option.Name is "--output" or "--picture" or "--trace") words.Add(Path.Combine(directory, Chance(2) ? "x.gif" : "file"));
        else if (option.Name == "--resume") words.Add(Chance(2) ? _run : directory);
        else words.Add(Value());
    }

    private string Value() => Chance(3) ? Misspell(Pick(Names)) : Chance(3) ? Pick(Names) : Pick(Values);

    private string Misspell(string word)
    {
        if (word.Length < 2) return word;
        int at = _generator.NextInteger(word.Length - 1);
        return _generator.NextInteger(5) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, "x"),
            2 => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
            3 => word.ToUpperInvariant(),
            _ => word,
        };
    }

    private bool Chance(int of) => _generator.NextInteger(of) == 0;

    private T Pick<T>(T[] items) => items[_generator.NextInteger(items.Length)];
}
