using System.Text;
using AsyncRL.Environments.Gymnasium.Protocol;

namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>A built-in environment, played by another program over the messages.</summary>
public sealed class ServerTests : IDisposable
{
    private static readonly byte[] Right = [2, 0, 0, 0];

    private readonly ServedEnvironment _catch = new("catch");

    public static TheoryData<string> Names
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (EnvironmentDescription environment in EnvironmentCatalogue.All) names.Add(environment.Name);
            return names;
        }
    }

    public void Dispose() => _catch.Dispose();

    [Fact]
    public void It_tells_its_spaces_and_repeats_an_episode_by_its_seed()
    {
        Assert.Equal(["left", "stay", "right"], _catch.Make().Actions.Names);
        byte[] first = _catch.Episode(7, Right);
        Assert.Equal(first, _catch.Episode(7, Right));
        Assert.NotEqual(first, _catch.Episode(8, Right));
        Assert.NotEqual(first, _catch.Episode(null, Right));
    }

    [Fact]
    public void Without_a_seed_each_server_plays_other_episodes_and_a_seed_makes_them_the_same()
    {
        using var other = new ServedEnvironment("catch");
        Assert.NotEqual(Episodes(_catch, null), Episodes(other, null));
        Assert.Equal(Episodes(_catch, 3), Episodes(other, 3));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_built_in_environment_is_served(string name)
    {
        using var environment = new ServedEnvironment(name);
        ActionSpecification actions = environment.Make().Actions;
        byte[] zeros = new byte[sizeof(int) * (actions.Kind == ActionKind.Discrete ? 1 : actions.Count)];
        byte[] shown = environment.Episode(1, zeros, agentSteps: 20);
        Assert.Equal(shown, environment.Episode(1, zeros, agentSteps: 20));
    }

    [Theory]
    [InlineData(3, 4, 99, "raised ArgumentOutOfRangeException")]
    [InlineData(3, 3, 0, "raised ArgumentException: The message has 3 bytes; expected 4.")]
    [InlineData(2, 5, 0, "raised ArgumentException: The message has 5 bytes; expected 16.")]
    [InlineData(9, 0, 0, "There is no message of the kind 9; expected 1 to 5.")]
    public void A_wrong_message_is_answered_and_the_next_one_too(int kind, int length, byte first, string expected)
    {
        _catch.Reset(1);
        var content = new byte[length];
        if (length > 0) content[0] = first;
        string text = Encoding.UTF8.GetString(_catch.Ask((MessageKind)kind, content, MessageKind.Failed));
        Assert.Contains(expected, text, StringComparison.Ordinal);
        _catch.Ask(MessageKind.Step, new byte[4], MessageKind.Outcome);
    }

    [Fact]
    public void It_ends_after_the_last_message()
    {
        _catch.Close();
        _catch.AssertEnds();
    }

    /// <summary>Eight episodes, so that those of two servers are hardly the same by chance. The first reset has the seed.</summary>
    private static byte[] Episodes(ServedEnvironment environment, ulong? seed)
    {
        var shown = new List<byte>(environment.Episode(seed, Right));
        for (int i = 1; i < 8; i++) shown.AddRange(environment.Episode(null, Right));
        return [.. shown];
    }
}
