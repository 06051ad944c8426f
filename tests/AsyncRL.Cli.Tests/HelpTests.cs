using AsyncRL.Numerics.Networks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands =>
    [
        "train", "compare", "study", "sweep", "evaluate", "play", "record", "picture", "report", "live", "export", "import", "profile",
        "gradcheck", "list",
        "check", "serve-environment", "signature",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_s_help_shows_examples(string command)
    {
        CommandResult result = CommandLine.Run(command, "--help");
        result.AssertSucceeded();
        string[] halves = result.Output.Split("Examples:");
        Assert.Equal(2, halves.Length);
        Assert.Contains($"asyncrl {command}", halves[1], StringComparison.Ordinal);
        Assert.Contains($"asyncrl {command}", halves[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Alone_it_prints_help(string line)
    {
        CommandResult result = CommandLine.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        result.AssertSucceeded();
        foreach (string command in Commands) result.AssertPrinted($"  {command} ");
        result.AssertPrinted("asyncrl train catch");
    }

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help train", "train --help")]
    [InlineData("help Evaluate", "evaluate --help")]
    [InlineData("help --json", "--help")]
    public void The_word_help_means_the_option(string word, string option) =>
        Assert.Equal(CommandLine.Run(option.Split(' ')), CommandLine.Run(word.Split(' ')));

    [Fact]
    public void Help_about_a_command_that_does_not_exist_is_refused() =>
        CommandLine.Run("help", "trian").AssertRefused("There is no command \"trian\"; did you mean train?");

    [Fact]
    public void Help_wins_over_errors()
    {
        CommandResult result = CommandLine.Run("train", "--threads", "none", "--help");
        result.AssertSucceeded();
        result.AssertPrinted("--threads <N>");
    }

    [Fact]
    public void A_user_s_program_names_its_own_command()
    {
        var own = new CommandOptions { Command = "dotnet run own.cs --" };
        foreach (string command in Commands)
        {
            CommandResult help = CommandLine.Run(own, command, "--help");
            help.AssertPrinted($"dotnet run own.cs -- {command}");
            Assert.DoesNotContain("asyncrl ", help.Output, StringComparison.Ordinal);
        }

        using var directory = new TemporaryDirectory();
        CommandResult trained = CommandLine.Run(own, [.. CommandLine.SmallTraining, "--output", directory.At("run")]);
        trained.AssertPrinted("dotnet run own.cs -- play", "dotnet run own.cs -- evaluate");
        Assert.DoesNotContain("asyncrl ", trained.Output, StringComparison.Ordinal);
        CommandLine.Run(own, "play", "catch").AssertRefused("dotnet run own.cs -- train catch");
    }

    [Fact]
    public void The_help_of_train_names_every_kind_of_layer()
    {
        string help = CommandLine.Run("train", "--help").Output.ReplaceLineEndings(" ");
        Assert.Contains("convolution (filters, kernel, stride), dense (units), dense-image (height", help, StringComparison.Ordinal);
        foreach (string kind in NetworkJson.Kinds) Assert.Contains(kind, help, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_fits_the_terminal()
    {
        var terminal = new CommandOptions { OutputIsTerminal = true, TerminalSize = (80, 24) };
        foreach (string command in Commands)
        {
            CommandResult result = CommandLine.Run(terminal, command, "--help");
            string[] lines = result.Output.Split("Examples:")[0].Split(Environment.NewLine);
            Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        }
    }

    [Fact]
    public void The_exit_codes_of_train_are_documented()
    {
        CommandLine.Run("train", "--help").AssertPrinted("130", "143", "129", "141", "Exit code 1", "Exit code 2", "--resume");
    }

    [Fact]
    public void Version_is_printed()
    {
        CommandResult result = CommandLine.Run("--version");
        result.AssertSucceeded();
        Assert.Equal(MachineDescription.Version + Environment.NewLine, result.Output);
    }

    [Fact]
    public void Signature_prints_the_kind_and_sixteen_hexadecimal_digits()
    {
        CommandResult result = CommandLine.Run("signature");
        result.AssertSucceeded();
        Assert.Matches($"^{Signature.Kind} [0-9a-f]{{16}}\r?\n$", result.Output);
    }
}
