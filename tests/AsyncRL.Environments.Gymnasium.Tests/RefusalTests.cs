using AsyncRL.Core.Options;
using AsyncRL.Environments.Gymnasium.Protocol;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>What prevents an environment from being made is one sentence with what mends it.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("World-v9", "There is no environment World-v9 in Gymnasium 1.0.0: Environment `World-v9` doesn't exist; expected one that")]
    [InlineData("nowhere:World-v0", "The environment nowhere:World-v0 needs the module nowhere, which")]
    [InlineData("MinAtar/Breakout-v1", "needs the module minatar", "-m pip install minatar.")]
    [InlineData("ALE/Pong-v5", "There is no environment ALE/Pong-v5")]
    public void A_name_that_Gymnasium_does_not_know_is_refused(string id, params string[] parts) => AssertRefused(id, [], parts);

    [Theory]
    [InlineData("cannot be made: TypeError: World.__init__() got an unexpected keyword argument 'color'", "World-v0", "make.color=red")]
    [InlineData("cannot be made: ValueError: the world is flat (worlds.py, line", "Trouble-v0", "make.what=no-make")]
    [InlineData("needs another package: pygame is not installed, run `pip install", "Trouble-v0", "make.what=dependency")]
    [InlineData("The option make.frameskip has no effect; expected --set action-repeat=N.", "ALE/Stub-v5", "make.frameskip=4")]
    [InlineData("There is no program no-python; expected a Python 3 (sudo apt-get install python3)", "World-v0", "python=no-python")]
    [InlineData("The program /etc/passwd cannot be run; expected a Python 3", "World-v0", "python=/etc/passwd")]
    [InlineData("The option python is empty; expected a Python 3", "World-v0", "python= ")]
    public void Wrong_options_are_refused(string sentence, string id, string assignment) =>
        AssertRefused(id, [assignment], [sentence]);

    [Fact]
    public void A_name_without_an_environment_is_refused() => Assert.Equal(
        "The name gymnasium: has no environment; expected gymnasium:ID, for example gymnasium:CartPole-v1.",
        Assert.Throws<InputException>(() => GymnasiumBridge.Describe(" ")).Message);

    [Theory]
    [InlineData("exec python3 -S -E \"$@\"", "cannot import", "-m pip install gymnasium, or another Python by --set python=PATH.")]
    [InlineData("STUB_GYMNASIUM_VERSION=0.26.3 exec python3 \"$@\"", "has Gymnasium 0.26.3; expected 0.29", "--upgrade gymnasium.")]
    [InlineData("echo hello world to you; sleep 1", "printed \"hello world\" to standard output before the bridge")]
    [InlineData("echo no such thing >&2; exit 7", "ended with exit code 7 before the bridge began (no such thing); expected a")]
    [InlineData("printf 'ASYNCENV\\002\\000\\000\\000'; cat >/dev/null", "speaks version 2 of the protocol of environments; expected 1.")]
    public void Another_program_or_a_Python_without_Gymnasium_is_refused(string script, params string[] parts)
    {
        using var directory = new TemporaryDirectory();
        string python = StandInPython.Write(directory, script);
        AssertRefused("World-v0", [$"python={python}"], parts);
    }

    [Fact]
    public void A_program_that_does_not_begin_is_refused_and_ended()
    {
        using var directory = new TemporaryDirectory();
        string python = StandInPython.Write(directory, "exec sleep 100");
        string sentence = Assert.Throws<InputException>(() => EnvironmentProcess.Start("any", python, TimeSpan.FromSeconds(1))).Message;
        Assert.StartsWith($"The program {python} did not begin within 1 seconds; expected a Python 3", sentence, StringComparison.Ordinal);
        Assert.Empty(ProcessTree.ChildrenOf(Environment.ProcessId));
    }

    private static void AssertRefused(string id, string[] assignments, string[] parts)
    {
        string sentence = Assert.Throws<InputException>(() => Bench.Make(id, assignments)).Message;
        Assert.All(parts, part => Assert.Contains(part, sentence, StringComparison.Ordinal));
        Assert.Matches("^[A-Z].*[.]$", sentence);
        Assert.DoesNotContain('\n', sentence);
        Assert.Empty(ProcessTree.ChildrenOf(Environment.ProcessId));
    }
}
