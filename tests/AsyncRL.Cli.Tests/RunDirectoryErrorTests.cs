using System.Text;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Every command that reads a run reports an error of the run in one sentence.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class RunDirectoryErrorTests(TrainedRunFixture trained) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Readers => ["evaluate", "play", "record --output picture.gif", "train --resume"];

    private string Run => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_missing_directory(string reader) => Read(reader, _directory.At("nothing")).AssertRefused("nothing", "run.json");

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_file_instead_of_a_directory(string reader)
    {
        File.WriteAllText(_directory.At("file"), "");
        Read(reader, _directory.At("file")).AssertRefused("file", "run.json");
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_directory_without_checkpoints(string reader)
    {
        trained.CopyTo(Run);
        Directory.Delete(Path.Combine(Run, "checkpoints"), recursive: true);
        Read(reader, Run).AssertRefused("holds no checkpoint");
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_truncated_checkpoint(string reader)
    {
        trained.CopyTo(Run);
        foreach (string checkpoint in Checkpoints()) Truncate(checkpoint);
        Read(reader, Run).AssertRefused("bytes", "truncated");
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_truncated_newest_checkpoint_gives_way_to_the_one_before_and_is_named(string reader)
    {
        trained.CopyTo(Run);
        Truncate(Checkpoints()[^1]);
        CommandResult result = Read(reader.Replace("picture.gif", _directory.At("picture.gif"), StringComparison.Ordinal), Run);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(Checkpoints()[^1].Replace(".superseded", "", StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
        Assert.Contains("The checkpoint of agent step 0 is used instead", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_checkpoint_is_chosen_by_its_agent_steps(string reader)
    {
        trained.CopyTo(Run);
        string[] arguments = reader.Replace("picture.gif", _directory.At("picture.gif"), StringComparison.Ordinal).Split(' ');
        CommandLine.Run([.. arguments, Run, "--checkpoint", "0"]).AssertSucceeded();
        CommandLine.Run([.. arguments, Run, "--checkpoint", "17"]).AssertRefused("\"17\"", "agent steps");
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_checkpoint_with_one_byte_flipped(string reader)
    {
        trained.CopyTo(Run);
        foreach (string checkpoint in Checkpoints())
        {
            byte[] bytes = File.ReadAllBytes(checkpoint);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(checkpoint, bytes);
        }

        Read(reader, Run).AssertRefused("checksum", "damaged");
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK")]
    [InlineData("This is a letter to a friend, and no checkpoint at all.")]
    public void A_foreign_file_in_place_of_a_checkpoint(string content)
    {
        trained.CopyTo(Run);
        foreach (string checkpoint in Checkpoints()) File.WriteAllText(checkpoint, content);
        Read("evaluate", Run).AssertRefused("no checkpoint of AsyncRL");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    [InlineData("{}")]
    [InlineData("{ \"format\": 3 }")]
    [InlineData("{ \"format\": 3, \"format\": 3 }")]
    [InlineData("\"format\"")]
    [InlineData("once upon a time")]
    public void A_manifest_that_is_none(string content)
    {
        trained.CopyTo(Run);
        File.WriteAllText(Path.Combine(Run, "run.json"), content);
        Read("evaluate", Run).AssertRefused("run.json", "not a manifest of a run");
    }

    [Theory]
    [InlineData("format", "7", "format 7")]
    [InlineData("threads", "\"many\"", "not a manifest of a run")]
    [InlineData("threads", "1e99", "not a manifest of a run")]
    [InlineData("options", "{ \"rows\": 6 }", "not a manifest of a run")]
    [InlineData("options", "{ \"rows\": null }", "not a manifest of a run")]
    [InlineData("options", "{ \"rows\": \"6\", \"columns\": \"6\", \"speed\": \"9\" }", "option \"speed\"")]
    [InlineData("environment", "\"tennis\"", "environment \"tennis\"")]
    [InlineData("network", "\"catch\"", "catch")]
    public void A_manifest_with_a_wrong_member(string member, string value, string part)
    {
        trained.CopyTo(Run);
        string path = Path.Combine(Run, "run.json");
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        manifest[member] = JsonNode.Parse(value);
        File.WriteAllText(path, manifest.ToJsonString(), Encoding.UTF8);
        Read("evaluate", Run).AssertRefused(part);
    }

    [Fact]
    public void A_checkpoint_of_another_board()
    {
        trained.CopyTo(Run);
        string path = Path.Combine(Run, "run.json");
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        manifest["options"]!["rows"] = "7";
        File.WriteAllText(path, manifest.ToJsonString());
        Read("evaluate", Run).AssertRefused("option rows is \"7\"", "made with \"6\"");
    }

    [Theory]
    [InlineData("--threads", "2")]
    [InlineData("--seed", "1")]
    [InlineData("--output", "elsewhere")]
    [InlineData("--network", "mlp")]
    public void An_option_beside_resume(string option, string value) =>
        CommandLine.Run("train", "--resume", trained.Path, option, value).AssertRefused(option, "--resume", "run.json");

    [Fact]
    public void Another_environment_beside_resume() =>
        CommandLine.Run("train", "pong", "--resume", trained.Path).AssertRefused("pong", "catch");

    [Theory]
    [InlineData("--set", "t-max=7", "option t-max is \"7\"")]
    [InlineData("--set", "rows=7", "option rows is \"7\"")]
    [InlineData("--set", "learning-rate=fast", "learning-rate")]
    [InlineData("--set", "learning-speed=1", "learning-speed")]
    [InlineData("--agent-steps", "10", "number of agent steps is 10")]
    [InlineData("--sharing", "iron", "iron")]
    public void A_change_beside_resume_that_cannot_be(string option, string value, string part) =>
        CommandLine.Run("train", "--resume", trained.Path, option, value).AssertRefused(part);

    private static CommandResult Read(string reader, string path) => CommandLine.Run([.. reader.Split(' '), path]);

    private static void Truncate(string checkpoint)
    {
        byte[] bytes = File.ReadAllBytes(checkpoint);
        File.WriteAllBytes(checkpoint, bytes[..(bytes.Length / 2)]);
    }

    private string[] Checkpoints()
    {
        string[] files = Directory.GetFiles(Path.Combine(Run, "checkpoints"), "0*");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
