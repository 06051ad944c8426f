using System.Text;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Every command that reads a run says in one sentence what is wrong with it.</summary>
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
        byte[] bytes = File.ReadAllBytes(Checkpoint());
        File.WriteAllBytes(Checkpoint(), bytes[..(bytes.Length / 2)]);
        Read(reader, Run).AssertRefused("bytes", "truncated");
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_checkpoint_with_one_byte_flipped(string reader)
    {
        trained.CopyTo(Run);
        byte[] bytes = File.ReadAllBytes(Checkpoint());
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Checkpoint(), bytes);
        Read(reader, Run).AssertRefused("checksum", "damaged");
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK")]
    [InlineData("This is a letter to a friend, and no checkpoint at all.")]
    public void A_foreign_file_in_place_of_a_checkpoint(string content)
    {
        trained.CopyTo(Run);
        File.WriteAllText(Checkpoint(), content);
        Read("evaluate", Run).AssertRefused("no checkpoint of AsyncRL");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    [InlineData("{}")]
    [InlineData("{ \"format\": 2 }")]
    [InlineData("{ \"format\": 2, \"format\": 2 }")]
    [InlineData("\"format\"")]
    [InlineData("once upon a time")]
    public void A_manifest_that_is_none(string content)
    {
        trained.CopyTo(Run);
        File.WriteAllText(Path.Combine(Run, "run.json"), content);
        Read("evaluate", Run).AssertRefused("run.json", "no manifest of a run");
    }

    [Theory]
    [InlineData("format", "7", "format 7")]
    [InlineData("threads", "\"many\"", "no manifest of a run")]
    [InlineData("threads", "1e99", "no manifest of a run")]
    [InlineData("options", "{ \"rows\": 6 }", "no manifest of a run")]
    [InlineData("options", "{ \"rows\": null }", "no manifest of a run")]
    [InlineData("options", "{ \"rows\": \"6\", \"columns\": \"6\", \"speed\": \"9\" }", "option \"speed\"")]
    [InlineData("environment", "\"pong\"", "environment \"pong\"")]
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
    public void A_checkpoint_of_another_network()
    {
        trained.CopyTo(Run);
        string path = Path.Combine(Run, "run.json");
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        manifest["options"]!["rows"] = "7";
        File.WriteAllText(path, manifest.ToJsonString());
        Read("evaluate", Run).AssertRefused("mlp on 6×6×1", "mlp on 7×6×1");
    }

    [Theory]
    [InlineData("--threads", "2")]
    [InlineData("--agent-steps", "9000")]
    [InlineData("--seed", "1")]
    [InlineData("--output", "elsewhere")]
    [InlineData("--set", "t-max=5")]
    [InlineData("--network", "mlp")]
    public void An_option_beside_resume(string option, string value) =>
        CommandLine.Run("train", "--resume", trained.Path, option, value).AssertRefused(option, "--resume", "run.json");

    [Fact]
    public void Another_environment_beside_resume() =>
        CommandLine.Run("train", "pong", "--resume", trained.Path).AssertRefused("pong", "catch");

    private static CommandResult Read(string reader, string path) => CommandLine.Run([.. reader.Split(' '), path]);

    private string Checkpoint() => Directory.GetFiles(Path.Combine(Run, "checkpoints"))[^1];
}
