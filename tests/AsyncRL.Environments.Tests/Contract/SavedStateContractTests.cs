namespace AsyncRL.Environments.Tests.Contract;

/// <summary>Saving and restoring, on every environment.</summary>
public class SavedStateContractTests
{
    private const int Moves = 200;

    public static TheoryData<string, string> Cases => ContractCase.All();

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_state_saved_in_mid_episode_continues_in_another_instance_bit_by_bit(string name, string assignments)
    {
        int compared = 0;
        for (int moves = 1; moves <= 60; moves += 1 + moves / 4)
        {
            IEnvironment original = ContractCase.Create(name, assignments, seed: 1);
            if (new RandomPlayer(original, seed: 2).Record(moves)[^1].Outcome.IsEnd) continue;
            byte[] state = StateBytes.Of(original);

            IEnvironment restored = ContractCase.Create(name, assignments, seed: 3);
            new RandomPlayer(restored, seed: 4).Record(moves % 5);
            StateBytes.Restore(restored, state);

            Assert.Equal(state, StateBytes.Of(restored));
            List<Moment> expected = new RandomPlayer(original, seed: 5).TakeOver().Record(Moves);
            Assert.Equal(expected, new RandomPlayer(restored, seed: 5).TakeOver().Record(Moves));
            compared++;
        }

        Assert.True(compared >= 3, "Too few of the moments lay in mid-episode.");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_state_saved_between_episodes_awaits_a_reset(string name, string assignments)
    {
        IEnvironment original = ContractCase.Create(name, assignments, seed: 1);
        new RandomPlayer(original, seed: 2).FinishEpisode(limit: 100_000);
        IEnvironment restored = ContractCase.Create(name, assignments, seed: 3);
        new RandomPlayer(restored, seed: 4).Record(1);
        StateBytes.Restore(restored, StateBytes.Of(original));

        Assert.Throws<InvalidOperationException>(() => restored.Step(0, new Observation(restored.Observation)));
        Assert.Equal(new RandomPlayer(original, seed: 5).Record(Moves), new RandomPlayer(restored, seed: 5).Record(Moves));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Saving_changes_nothing(string name, string assignments)
    {
        IEnvironment environment = ContractCase.Create(name, assignments, seed: 1);
        var player = new RandomPlayer(environment, seed: 2);
        var moments = new List<Moment>();
        for (int move = 0; move < Moves; move++)
        {
            StateBytes.Of(environment);
            moments.AddRange(player.Record(1));
        }

        Assert.Equal(new RandomPlayer(ContractCase.Create(name, assignments, seed: 1), seed: 2).Record(Moves), moments);
    }
}
