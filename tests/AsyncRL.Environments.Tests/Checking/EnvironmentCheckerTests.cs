using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Tests.Checking;

/// <summary>The checker finds each fault that an environment may have, and none in an environment that has none.</summary>
public class EnvironmentCheckerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("vector")]
    [InlineData("two-numbers")]
    [InlineData("several")]
    public void A_sound_environment_passes(string kind) => Assert.Empty(Check(kind));

    [Theory]
    [InlineData("no-action", "specification", "The number of actions is 0; expected at least 1.")]
    [InlineData("no-frames", "specification", "FramesPerAgentStep is 0; expected at least 1.")]
    [InlineData("reversed-bounds", "specification", "The bounds of an action are 1 and -1; expected the first to be the smaller.")]
    [InlineData("changing-actions", "specification",
        "The specification changed within 300 agent steps; expected the same for the whole life of an instance.")]
    [InlineData("nan-reward", "finite", "Agent step 7 returned the reward NaN; expected a finite number.")]
    [InlineData("nan-observation", "finite", "The observation after agent step 7 holds Infinity; expected finite numbers.")]
    [InlineData("nan-at-reset", "finite", "The observation after agent step 0 holds NaN; expected finite numbers.")]
    [InlineData("leaves-a-number", "whole-observation",
        "After 0 agent steps a part of the observation was not written; expected every number of it.")]
    [InlineData("both-ends", "one-end", "An episode ended as terminated and as truncated; expected one of the two.")]
    [InlineData("longer-episodes", "longest-episode", "An episode lasted longer than the 39 agent steps of LongestEpisode.")]
    [InlineData("own-chance", "same-seed",
        "Two instances of one seed differed at agent step 0; expected all chance to come from the generator.")]
    [InlineData("garbage", "no-garbage", "3000 agent steps allocated 72000 bytes; expected 0.")]
    [InlineData("takes-any-choice", "wrong-action", "The choice -1 was accepted; expected ArgumentOutOfRangeException.")]
    [InlineData("takes-nan", "wrong-action", "A vector that holds NaN was accepted; expected ArgumentOutOfRangeException.")]
    [InlineData("plays-on", "after-the-end",
        "An agent step before the first reset was accepted; expected InvalidOperationException.")]
    [InlineData("forgets-on-refusal", "after-the-end",
        "The state changed when an agent step after an episode's end was refused; expected the state of before.")]
    [InlineData("unclipped", "bounds", "The action 2001 did not act as the bound 1 does; expected the environment to clip it.")]
    [InlineData("unclipped-second", "bounds",
        "An action whose number 1 is 5005 did not act as the bound 5 does; expected the environment to clip it.")]
    [InlineData("takes-any-choices", "wrong-action",
        "The choice -1 in dimension 0 was accepted; expected ArgumentOutOfRangeException.")]
    [InlineData("no-choice", "specification", "The number of choices in a dimension is 0; expected at least 1.")]
    [InlineData("forgets-generator", "saved-in-mid-episode",
        "An instance restored from a state saved after 0 agent steps went another way than the original; expected the same trajectory.")]
    [InlineData("reads-too-much", "saved-in-mid-episode", "Transfer read 46 bytes of the 45 that it wrote.")]
    [InlineData("restores-playing", "saved-between-episodes",
        "An instance restored from a state saved after an episode's end took an agent step; expected a refusal.")]
    [InlineData("saving-draws", "saving-changes-nothing",
        "An instance that was saved before each agent step went another way than one that was not.")]
    [InlineData("throws-at-reset", "same-seed", "The environment threw NotSupportedException while it was checked: There is no disk.")]
    public void A_fault_is_named_in_a_sentence(string flaw, string check, string sentence) =>
        Assert.Contains(new EnvironmentFinding(check, IsFault: true, sentence), Check(flaw));

    /// <summary>Two instances of one seed that differ show nothing about the numbers that are written.</summary>
    [Fact]
    public void An_own_source_of_chance_is_not_taken_for_numbers_that_are_not_written() =>
        Assert.DoesNotContain(Check("own-chance"), finding => finding.Check == "whole-observation");

    /// <summary>A task without randomness or without an end may be intended.</summary>
    [Theory]
    [InlineData("no-chance", "other-seed",
        "Two seeds gave the same 300 agent steps: the environment has no chance, or ignores its generator.")]
    [InlineData("endless", "longest-episode", "An episode did not end within 100000 agent steps.")]
    public void What_may_be_meant_so_is_only_remarked(string flaw, string check, string sentence) =>
        Assert.Equal([new EnvironmentFinding(check, IsFault: false, sentence)], Check(flaw));

    private static IReadOnlyList<EnvironmentFinding> Check(string flaw) =>
        EnvironmentChecker.Check(generator => new FlawedTask(flaw, generator));
}
