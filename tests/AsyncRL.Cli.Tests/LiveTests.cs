using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

[Collection(TrainedRunGroup.Name)]
public sealed class LiveTests(TrainedRunFixture trained) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_page_is_announced_and_ends_with_the_signal()
    {
        var signal = new CommandOptions { SignalAtStart = PosixSignal.SIGINT };
        CommandResult result = CommandLine.Run(signal, "live", trained.Path);
        Assert.Equal(130, result.ExitCode);
        Assert.Matches("^Live page: http://127\\.0\\.0\\.1:[0-9]+/\\?token=[0-9a-f]{32}\n$", result.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_run_that_is_named_twice_is_refused()
    {
        string again = Path.Combine(trained.Path, ".") + Path.DirectorySeparatorChar;
        CommandLine.Run("live", trained.Path, again).AssertRefused($"The run {again} is named twice; expected each run once.");
    }

    [Fact]
    public void A_secret_of_the_user_is_that_of_the_address()
    {
        var signal = new CommandOptions { SignalAtStart = PosixSignal.SIGINT };
        CommandResult result = CommandLine.Run(signal, "live", trained.Path, "--token", "My_own-secret-123");
        Assert.Matches("^Live page: http://127\\.0\\.0\\.1:[0-9]+/\\?token=My_own-secret-123\n$", result.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void An_address_that_other_machines_reach_is_warned_of()
    {
        var signal = new CommandOptions { SignalAtStart = PosixSignal.SIGINT };
        CommandResult result = CommandLine.Run(signal, "live", trained.Path, "--bind", "0.0.0.0");
        const string warning = "Warning: other machines can reach the page, and the connection is not encrypted.";
        Assert.Contains(warning, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_with_a_page_announces_it_and_is_the_same_training()
    {
        CommandResult plain = CommandLine.Run([.. CommandLine.SmallTraining, "--output", _directory.At("plain"), "--json"]);
        CommandResult shown = CommandLine.Run([.. CommandLine.SmallTraining, "--output", _directory.At("shown"), "--json", "--live"]);
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("Live page: http://127.0.0.1:", shown.Error, StringComparison.Ordinal);
        Assert.Equal(plain.Document["evaluation"]!.ToJsonString(), shown.Document["evaluation"]!.ToJsonString());
    }

    [Theory]
    [InlineData("The option --bind is \"here\"; expected an address such as 127.0.0.1 or 0.0.0.0.", "--bind", "here")]
    [InlineData(
        "The option --token is \"fifteen-letters\"; expected 16 to 128 letters (a to z, A to Z), digits, - and _.",
        "--token", "fifteen-letters")]
    [InlineData("The option --token is \"sixteen letters!\"; expected 16 to 128 letters", "--token", "sixteen letters!")]
    [InlineData("The option --token is \"sechzehn-Zeichen-größer\"; expected 16 to 128 letters", "--token", "sechzehn-Zeichen-größer")]
    [InlineData("The option --port is 70000; expected 0 to 65535.", "--port", "70000")]
    public void Wrong_input_gets_a_sentence(string sentence, params string[] arguments) =>
        CommandLine.Run(["live", trained.Path, .. arguments]).AssertRefused(sentence);

    [Fact]
    public void A_port_that_is_taken_gets_a_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        CommandLine.Run("live", trained.Path, "--port", $"{port}").AssertRefused(
            $"The page cannot be served at 127.0.0.1 on port {port} (", "expected an address of this machine and a port that is free");
    }

    [Fact]
    public void An_address_of_another_machine_gets_a_sentence() =>
        CommandLine.Run("live", trained.Path, "--bind", "192.0.2.1").AssertRefused(
            "The page cannot be served at 192.0.2.1 on port 0 (", "expected an address of this machine and a port that is free");

    [Fact]
    public void A_directory_without_a_run_gets_a_sentence() =>
        CommandLine.Run("live", _directory.At("none")).AssertRefused("There is no directory ", "expected a directory that train wrote");
}
