using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

[Collection(TrainedRunGroup.Name)]
public sealed class RecordTests(TrainedRunFixture trained) : IDisposable
{
    private const int AgentStepsPerEpisode = 5;

    private readonly TemporaryDirectory _directory = new();

    private string Gif => _directory.At("picture.gif");

    private string Png => _directory.At("picture.PNG");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_animation_has_a_frame_for_every_moment()
    {
        JsonObject document = Record(Gif, "--episodes", "2", "--json").Document;
        Assert.Equal(2 * (AgentStepsPerEpisode + 1), document["frames"]!.GetValue<int>());
        Assert.Equal(2 * AgentStepsPerEpisode, document["agentSteps"]!.GetValue<int>());
        Assert.Equal(2, document["episodes"]!.GetValue<int>());
        Assert.All(document["returns"]!.AsArray(), value => Assert.Contains(value!.GetValue<double>(), (double[])[-1, 1]));
        Assert.Equal(2, document["returns"]!.AsArray().Count);
        Assert.Equal(Gif, document["file"]!.GetValue<string>());
        byte[] file = File.ReadAllBytes(Gif);
        Assert.Equal(file.Length, document["bytes"]!.GetValue<int>());
        Assert.Equal("GIF89a", Encoding.ASCII.GetString(file, 0, 6));
        Assert.Equal(0x3B, file[^1]);
    }

    [Fact]
    public void A_sheet_shows_the_frames_as_large_as_asked_for()
    {
        CommandResult small = Record(Png, "--scale", "20");
        small.AssertPrinted("6 frames of 5 agent steps", "picture.PNG", "bytes");
        byte[] file = File.ReadAllBytes(Png);
        Assert.Equal("PNG\r\n", Encoding.ASCII.GetString(file, 1, 5));
        int width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        Assert.InRange(width, 4 * 6 * 20, 4 * 6 * 20 + 40);
        Assert.InRange(height, 2 * 6 * 20 + (12 * 9), 2 * 6 * 20 + (12 * 9) + 60);
    }

    [Fact]
    public void Agent_steps_end_a_recording_in_the_midst_of_an_episode()
    {
        CommandResult result = Record(Gif, "--agent-steps", "3");
        result.AssertPrinted("3 frames of 3 agent steps, no episode finished");
    }

    [Fact]
    public void The_seed_decides_what_is_recorded()
    {
        byte[] one = Bytes("--seed", "3");
        Assert.Equal(one, Bytes("--seed", "3"));
        Assert.NotEqual(one, Bytes("--seed", "4"));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_and_nothing_else_is_left()
    {
        File.WriteAllText(Gif, "old");
        Record(Gif);
        Assert.Equal([Gif], Directory.GetFileSystemEntries(_directory.FullPath));
        Assert.NotEqual("old", File.ReadAllText(Gif));
    }

    [Fact]
    public void Ctrl_C_gives_up_and_leaves_what_was_there()
    {
        File.WriteAllText(Gif, "old");
        var interrupted = new CommandOptions { SignalAtStart = PosixSignal.SIGINT };
        Assert.Equal(130, CommandLine.Run(interrupted, "record", trained.Path, "--output", Gif).ExitCode);
        Assert.Equal([Gif], Directory.GetFileSystemEntries(_directory.FullPath));
        Assert.Equal("old", File.ReadAllText(Gif));
    }

    [Fact]
    public void A_place_where_no_file_can_be_is_refused()
    {
        Directory.CreateDirectory(Gif);
        Refused(Gif).AssertRefused(Gif, "directory");
        Refused(_directory.At("nowhere/picture.gif"))
            .AssertRefused($"There is no directory {_directory.At("nowhere")}; expected an existing one.");
        File.WriteAllText(_directory.At("file"), "");
        Refused(_directory.At("file/picture.gif")).AssertRefused("file", "cannot be written");
    }

    [Fact]
    public void A_run_of_vectors_and_continuous_actions_is_recorded()
    {
        string run = _directory.At("run");
        CommandResult training = CommandLine.Run(
            "train", "pendulum", "--threads", "1", "--agent-steps", "400", "--set", "t-max=20", "--output", run);
        Assert.Equal(0, training.ExitCode);
        foreach (string file in (string[])[Gif, Png])
        {
            CommandResult result = CommandLine.Run("record", run, "--output", file, "--agent-steps", "7", "--greedy");
            result.AssertSucceeded();
            result.AssertPrinted("7 frames of 7 agent steps");
        }
    }

    private CommandResult Record(string output, params string[] options)
    {
        CommandResult result = CommandLine.Run(["record", trained.Path, "--output", output, .. options]);
        result.AssertSucceeded();
        return result;
    }

    private CommandResult Refused(string output) => CommandLine.Run("record", trained.Path, "--output", output);

    private byte[] Bytes(params string[] options)
    {
        Record(Gif, options);
        return File.ReadAllBytes(Gif);
    }
}
