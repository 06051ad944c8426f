using System.Diagnostics;
using System.Globalization;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Tests.Contract;

/// <summary>
/// Saved states with altered bytes, on every environment: each is refused when it is read, or can be played. An accepted state that fails
/// later would end a training or run endlessly.
/// </summary>
public class SavedStateFuzzTests
{
    private const int Moves = 100;
    private const int UsualMutations = 40;

    public static TheoryData<string, string> Cases => ContractCase.All();

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_altered_state_is_refused_or_can_be_played(string name, string assignments)
    {
        var generator = new RandomGenerator(Setting("ASYNCRL_FUZZ_SEED") ?? 1);
        double seconds = (Setting("ASYNCRL_FUZZ_SECONDS") ?? 0) / (double)Cases.Count;
        byte[] state = MakeState(name, assignments);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < UsualMutations || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; i++)
        {
            byte[] altered = AlteredState.Of(state, generator);
            try
            {
                Play(name, assignments, altered);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Altered state {i} of {name} {assignments} is accepted, and fails later.", failure);
            }
        }
    }

    private static byte[] MakeState(string name, string assignments)
    {
        IEnvironment environment = ContractCase.Create(name, assignments, seed: 1);
        var player = new RandomPlayer(environment, seed: 2);
        for (int move = 0; move < 30 || environment.IsOver; move++) player.Move();
        return StateBytes.Of(environment);
    }

    private static void Play(string name, string assignments, byte[] altered)
    {
        IEnvironment environment = ContractCase.Create(name, assignments, seed: 3);
        try
        {
            environment.RestoreState(new BinaryReader(new MemoryStream(altered)));
        }
        catch (Exception refusal) when (refusal is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            return;
        }

        var player = new RandomPlayer(environment, seed: 4);
        if (!environment.IsOver) player.TakeOver();
        for (int move = 0; move < Moves; move++)
        {
            player.Move();
            foreach (float number in player.Observation.Values) Assert.True(float.IsFinite(number), $"It shows {number}.");
        }
    }

    private static ulong? Setting(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out ulong value) ? value : null;
}
