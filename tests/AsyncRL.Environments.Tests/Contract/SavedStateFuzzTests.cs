using System.Diagnostics;
using System.Globalization;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;

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
            byte[] altered = Alter(state, generator);
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

    /// <summary>Flips bits, writes extreme numbers, and cuts; half of the time among the first numbers, which are not pixels.</summary>
    private static byte[] Alter(byte[] state, RandomGenerator generator)
    {
        byte[] altered = [.. state];
        for (int change = 1 + generator.NextInteger(4); change > 0; change--)
        {
            bool nearTheEnd = generator.NextInteger(2) == 0;
            int range = nearTheEnd ? Math.Min(300, altered.Length) : altered.Length;
            int at = altered.Length - range + generator.NextInteger(range);
            Span<byte> place = altered.AsSpan(at);
            switch (generator.NextInteger(5))
            {
                case 0: place[0] ^= (byte)(1 << generator.NextInteger(8)); break;
                case 1: place[0] = (byte)generator.NextInteger(256); break;
                case 2 when place.Length >= sizeof(int): BitConverter.TryWriteBytes(place, Extreme(generator)); break;
                case 3 when place.Length >= sizeof(double): BitConverter.TryWriteBytes(place, ExtremeReal(generator)); break;
                case 4 when generator.NextInteger(8) == 0: return altered[..at];
                default: place[0] ^= 0xFF; break;
            }
        }

        return altered;
    }

    private static int Extreme(RandomGenerator generator)
    {
        int[] numbers = [int.MinValue, int.MaxValue, -1, 0, 1, 1 << 16, 1 << 23, -(1 << 23)];
        return numbers[generator.NextInteger(numbers.Length)];
    }

    private static double ExtremeReal(RandomGenerator generator)
    {
        double[] numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e300, 1e5, -1, 0, double.Epsilon];
        return numbers[generator.NextInteger(numbers.Length)];
    }

    private static ulong? Setting(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out ulong value) ? value : null;
}
