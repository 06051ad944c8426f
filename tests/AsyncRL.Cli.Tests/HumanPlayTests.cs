using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Cli.Play;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Tests;

public sealed class HumanPlayTests
{
    private const string Dots = "..........";

    [Fact]
    public void A_person_plays_in_half_blocks_and_is_told_the_score()
    {
        CommandResult result = Play($"{Dots}{Dots}{Dots}", "catch", "--episodes", "1");
        result.AssertSucceeded();
        Assert.Contains('▀', result.Output);
        result.AssertPrinted("\e[?1049h", "\e[?1049l", "q quits", "← a", "left", "stay", "1 episode, mean return ");
    }

    [Fact]
    public void Enter_begins_the_next_episode()
    {
        string episode = $"{Dots}{Dots}..."; // 23 agent steps of the board of 24 rows
        Play($"{episode}.x. ↵{episode}", "catch", "--episodes", "2").AssertPrinted("2 episodes");
        Play($"{episode}.x. {episode}q", "catch", "--episodes", "2").AssertPrinted("1 episode,");
    }

    [Theory]
    [InlineData("...q")]
    [InlineData("←.Q")]
    public void Q_quits_in_the_midst_of_an_episode(string keys)
    {
        CommandResult result = Play(keys, "catch");
        result.AssertSucceeded();
        result.AssertPrinted("0 episodes.");
    }

    [Fact]
    public void Ctrl_C_ends_it_too()
    {
        var terminal = new CommandOptions { OutputIsTerminal = true, Keys = "", SignalAtStart = PosixSignal.SIGINT };
        Assert.Equal(0, CommandLine.Run(terminal, "play", "catch", "--human").ExitCode);
        Assert.Equal(130, CommandLine.Run(terminal, "play", "catch", "--human", "--episodes", "3").ExitCode);
    }

    [Fact]
    public void Without_a_keyboard_it_is_refused() => CommandLine
        .Run(new CommandOptions { OutputIsTerminal = true }, "play", "catch", "--human").AssertRefused("terminal", "input");

    [Theory]
    [InlineData("null", "an agent step for each key")]
    [InlineData("cartpole", "an agent step for each key")]
    [InlineData("pendulum", "← a   d →")]
    [InlineData("acrobot", "no-op")]
    public void Every_kind_of_task_is_played(string environment, string shown)
    {
        CommandResult result = Play("1.2.←.d.x..", environment);
        result.AssertSucceeded();
        result.AssertPrinted(shown);
    }

    /// <summary>At 20 agent steps per second 0.15 s are three agent steps. Every dot is a read that finds no key.</summary>
    [Theory]
    [InlineData("←......→..", "← ← ← – – – → →")]
    [InlineData("←x→.....", "→ → → – –")]
    [InlineData("..a.s.1...", "– – ← ← 1 1 1")]
    public void A_key_counts_for_a_while_after_it_was_pressed(string keys, string pressed) => Assert.Equal(pressed, Pressed("catch", keys));

    [Theory]
    [InlineData("...←....→..2...", "← → 2")]
    [InlineData("9..x..↑..", "")]
    public void Where_no_action_is_to_do_nothing_a_step_waits_for_a_key(string keys, string pressed) =>
        Assert.Equal(pressed, Pressed("cartpole", keys));

    private static CommandResult Play(string keys, string environment, params string[] options) => CommandLine.Run(
        new CommandOptions { OutputIsTerminal = true, Keys = keys }, ["play", environment, "--human", "--speed", "1e9", .. options]);

    /// <summary>The keys of the agent steps; a dash for no key.</summary>
    private static string Pressed(string environment, string keys)
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find(environment)!;
        var actor = new Actor(description, description.DefaultOptions, new RandomGenerator(1));
        var play = new HumanPlay(actor, new Controls(actor.Actions), new ScriptedKeys(keys), speed: 20);
        var pressed = new List<string>();
        play.Play(1, state => pressed.Add(state.Pressed ?? "–"), CancellationToken.None);
        return string.Join(' ', pressed[1..]);
    }
}
