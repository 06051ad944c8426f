using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Studies;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Commands;

/// <summary>The options of the commands that run studies.</summary>
internal sealed class StudyOptions
{
    internal TextOption Output { get; } = new(
        "--output", "DIR", "a directory", "The study's directory; a study in it is continued. Default: runs/studies/NAME.");

    internal Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Train nothing: say what would be trained, and how long it would take at the speed of a short test.",
    };

    internal Option<bool> Json { get; } = JsonOption.Create();

    private NumberOption<int> SideBySide { get; } = new(
        "--side-by-side", "N", "Runs of one thread at a time. Default: one per processor.", 1);

    private NumberOption<double> BudgetShare { get; } = new(
        "--budget-share",
        "F",
        "Do this share of the agent steps and evaluation episodes of each run, at most 1, for example 0.01 to try a study. Default: 1.",
        1e-6);

    private NamesOption Only { get; } = new("--only", "arms", "a3c,dqn", "Train these arms only.");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="hasArms">Whether its studies have arms with names.</param>
    internal void AddTo(Command command, bool hasArms)
    {
        command.Add(Output);
        if (hasArms) command.Add(Only);
        command.Add(SideBySide);
        command.Add(BudgetShare);
        command.Add(DryRun);
        command.Add(Json);
    }

    /// <summary>The share of the budget that the command line names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The share; null if it names none.</returns>
    /// <exception cref="InputException">The share is above 1.</exception>
    internal double? ShareOf(ParseResult parsed) => parsed.GetValue(BudgetShare) is not > 1 and var share ? share
        : throw new InputException(string.Create(
            CultureInfo.InvariantCulture,
            $"The option {BudgetShare.Name} is {parsed.GetValue(BudgetShare)}; expected a number of at most 1."));

    /// <summary>Writes the options that make the same page again.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="output">The study's directory.</param>
    /// <returns>The words, each with a space before it.</returns>
    internal string Repeat(ParseResult parsed, string output)
    {
        string share = ShareOf(parsed) is { } value and not 1
            ? string.Create(CultureInfo.InvariantCulture, $" {BudgetShare.Name} {value}") : "";
        return $"{share} {Output.Name} {NumberText.Quoted(output)}";
    }

    /// <summary>Reads how a study is run.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="command">The command.</param>
    /// <param name="budgetShare">The share of the budget that is done.</param>
    /// <returns>The settings.</returns>
    internal StudySettings Read(ParseResult parsed, string command, double budgetShare)
    {
        ImmutableArray<string> only = parsed.CommandResult.Command.Options.Contains(Only) ? parsed.GetValue(Only) : default;
        return new StudySettings(command)
        {
            SideBySide = parsed.GetValue(SideBySide) ?? Environment.ProcessorCount,
            Only = only.IsDefault ? null : only,
            BudgetShare = budgetShare,
            Json = parsed.GetValue(Json),
        };
    }
}
