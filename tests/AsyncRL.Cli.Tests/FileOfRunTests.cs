using System.Linq;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>No command writes its output in place of a file that a run or a study needs.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class FileOfRunTests(TrainedRunFixture trained) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Run => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("report RUN --no-agents --output RUN/run.json")]
    [InlineData("report RUN --no-agents --output RUN/metrics.csv")]
    [InlineData("report RUN --no-agents --output RUN/checkpoints/../evaluation.json")]
    [InlineData("report RUN --no-agents --output RUN/exchange.csv")]
    [InlineData("export RUN --format onnx --output RUN/checkpoints/best.checkpoint")]
    [InlineData("export RUN --format npz --output RUN/threads.csv")]
    [InlineData("export RUN --format tensorboard --output RUN/checkpoints")]
    [InlineData("export RUN --format tensorboard --output RUN/checkpoints/new")]
    [InlineData("record RUN --output RUN/checkpoints/game.gif")]
    [InlineData("picture RUN curve --output RUN/checkpoints/curve.svg")]
    [InlineData("picture RUN curve --output RUN/checkpoints")]
    [InlineData("picture RUN curve --output RUN/metrics.svg --data")]
    [InlineData("picture RUN all --output RUN/checkpoints/pictures")]
    [InlineData("profile null --threads 1 --seconds 0.1 --picture RUN/run.json")]
    [InlineData("profile null --threads 1 --seconds 0.1 --trace RUN/episodes.csv")]
    [InlineData("compare --algorithms a3c --environments catch --output RUN/checkpoints")]
    public void A_file_of_a_run_is_refused_and_stays_as_it_is(string command)
    {
        trained.CopyTo(Run);
        string before = Content();
        Execute(command.Split(' '))
            .AssertRefused("The output ", $"belongs to the run in {Run}, which it would damage; expected another path.");
        Assert.Equal(before, Content());
    }

    [Fact]
    public void The_directory_of_a_run_receives_no_set_of_pictures()
    {
        trained.CopyTo(Run);
        string before = Content();
        Execute("picture", "RUN", "all", "--data", "--output", "RUN").AssertRefused($"The output {Run} is the directory of a run");
        Assert.Equal(before, Content());
    }

    [Fact]
    public void The_definition_of_a_study_is_refused()
    {
        trained.CopyTo(Run);
        string study = _directory.At("study/study.json");
        Directory.CreateDirectory(_directory.At("study"));
        File.WriteAllText(study, "{}");
        CommandLine.Run("report", Run, "--output", study).AssertRefused("belongs to the study in");
        Assert.Equal("{}", File.ReadAllText(study));
    }

    [Theory]
    [InlineData("report RUN --no-agents --output RUN/report.json")]
    [InlineData("export RUN --format npz --output RUN/weights")]
    [InlineData("picture RUN curve --output RUN/metrics.svg")]
    [InlineData("picture RUN curve --data --output RUN/curve.svg")]
    public void Other_names_in_the_directory_of_a_run_are_allowed(string command)
    {
        trained.CopyTo(Run);
        string[] before = Directory.GetFiles(Run);
        Assert.Equal(0, Execute(command.Split(' ')).ExitCode);
        Assert.NotEmpty(Directory.GetFiles(Run).Except(before));
    }

    private CommandResult Execute(params string[] arguments) =>
        CommandLine.Run(Array.ConvertAll(arguments, word => word.Replace("RUN", Run, StringComparison.Ordinal)));

    /// <summary>Every file of the run with its bytes.</summary>
    private string Content() => string.Join('\n', Directory.GetFiles(Run, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => $"{file}: {Convert.ToBase64String(File.ReadAllBytes(file))}"));
}
