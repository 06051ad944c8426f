using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>A command that needs too much memory is refused, with both numbers, before anything is allocated or written.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class MemoryTests(TrainedRunFixture trained)
{
    private static readonly CommandOptions Machine = new() { Memory = 4L << 30 };

    [Theory]
    [InlineData("train pong --set t-max=100000", "block", "numbers", "t-max")]
    [InlineData("train pong --algorithm one-step-q --set update-interval=100000", "block", "numbers", "update-interval")]
    [InlineData("train pong --algorithm n-step-q --set t-max=60000", "GiB", "4.00 GiB", "t-max")]
    [InlineData("train pendulum --set t-max=auto --set time-limit=2147483647", "block", "numbers", "a number for t-max")]
    [InlineData("train pong --set frame-size=2048", "GiB", "4.00 GiB", "frame-size")]
    [InlineData("train null --set height=1024 --set width=1024 --set channels=64 --network mlp", "numbers", "smaller observations")]
    [InlineData("train catch --threads 2147483647", "iB", "4.00 GiB", "fewer threads")]
    [InlineData("train catch --threads 1000000000", "iB", "4.00 GiB", "fewer threads")]
    [InlineData("train catch --execution simulated --actors 100000", "GiB", "4.00 GiB", "fewer actors")]
    [InlineData("train pendulum --threads 2147483647 --set normalize-observations=true", "block", "fewer threads")]
    [InlineData("train pong --algorithm impala --set batch-size=4096 --set t-max=1000", "GiB", "a smaller value of t-max or batch-size")]
    [InlineData("train pong --algorithm ppo --set environments=4096 --set t-max=500", "GiB", "a smaller value of environments or t-max")]
    [InlineData("profile pong --set t-max=100000", "block", "numbers", "t-max")]
    public void A_run_that_does_not_fit_is_refused(string line, params string[] parts)
    {
        using var directory = new TemporaryDirectory();
        string[] output = line.StartsWith("train", StringComparison.Ordinal) ? ["--output", directory.At("run")] : [];
        CommandLine.Run(Machine, [.. line.Split(' '), .. output]).AssertRefused(parts);
        Assert.Empty(Directory.GetFileSystemEntries(directory.FullPath));
    }

    [Fact]
    public void A_run_is_refused_by_a_machine_that_is_too_small_for_it()
    {
        var small = new CommandOptions { Memory = 1 << 20 };
        CommandLine.Run(small, "train", "catch").AssertRefused("MiB of memory", "1.00 MiB is available");
        CommandLine.Run(small, "train", "--resume", trained.Path).AssertRefused("MiB of memory", "1.00 MiB is available");
        CommandLine.Run(small, "evaluate", trained.Path).AssertRefused("MiB of memory", "1.00 MiB is available");
        CommandLine.Run(small, "profile", "catch", "--threads", "2").AssertRefused("MiB of memory", "1.00 MiB is available");
    }

    [Fact]
    public void Memory_that_runs_out_in_the_middle_of_the_work_is_one_sentence_and_no_stack()
    {
        using var error = new StringWriter();
        using var output = new ExhaustedWriter();
        using var signals = new StopSignals(_ => { });
        int exitCode = Application.Run(["list"], new ConsoleHost { Output = output, Error = error, Signals = signals });
        Assert.Equal(1, exitCode);
        Assert.Matches("^There is not enough memory, of which [0-9.]+ .iB is available, or the .*[.]\r?\n$", error.ToString());
    }

    [Theory]
    [InlineData("evaluate", "")]
    [InlineData("play", "")]
    [InlineData("record", "--output picture.gif")]
    public void Episodes_are_bounded_by_the_memory_for_their_returns(string command, string rest)
    {
        string[] line = [command, trained.Path, "--episodes", "2147483647", .. rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        CommandLine.Run(Machine, line).AssertRefused("returns of episodes", "--episodes");
        Assert.False(File.Exists("picture.gif"));
    }

    private sealed class ExhaustedWriter : StringWriter
    {
        /// <summary>An array with one byte more than the largest possible: it runs out of memory on any machine.</summary>
        public override void WriteLine(string? value) => GC.KeepAlive(new byte[int.MaxValue]);
    }
}
