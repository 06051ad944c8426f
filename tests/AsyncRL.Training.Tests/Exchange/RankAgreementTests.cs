using AsyncRL.Core.Options;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>Refusals that all ranks tell together.</summary>
public class RankAgreementTests
{
    [Theory]
    [InlineData("same", "same", "same")]
    [InlineData("", "bad", "Rank 1: bad")]
    [InlineData("one", "two", "Rank 0: one Rank 1: two")]
    public void A_refusal_of_one_rank_is_thrown_by_all(string first, string second, string expected)
    {
        string[] refusals = [first, second];
        ForEachRank(2, communicator =>
        {
            var refused = Assert.Throws<InputException>(() => RankAgreement.Prepare(communicator, () =>
                refusals[communicator.Rank] is { Length: > 0 } text ? throw new InputException(text) : 1));
            Assert.Equal(expected, refused.Message);
        });
    }

    [Fact]
    public void Ranks_without_refusals_continue() =>
        ForEachRank(3, communicator => Assert.Equal(communicator.Rank, RankAgreement.Prepare(communicator, () => communicator.Rank)));

    [Fact]
    public void Different_settings_are_refused_with_the_name_of_the_setting_and_of_the_rank() => ForEachRank(3, communicator =>
    {
        var settings = new Dictionary<string, string> { ["seed"] = "1", ["t-max"] = communicator.Rank == 2 ? "20" : "5" };
        var refused = Assert.Throws<InputException>(() => RankAgreement.CheckSettings(communicator, settings));
        Assert.Equal(
            "The setting t-max of rank 2 is \"20\", but that of rank 0 is \"5\"; expected the same on all ranks.", refused.Message);
    });

    [Fact]
    public void Equal_settings_are_accepted() => ForEachRank(
        2, communicator => RankAgreement.CheckSettings(communicator, new Dictionary<string, string> { ["seed"] = "1" }));

    private static void ForEachRank(int ranks, Action<ICommunicator> test) =>
        Threads.Run([.. Array.ConvertAll(InProcessCommunicator.Create(ranks), communicator => (Action)(() => test(communicator)))]);
}
