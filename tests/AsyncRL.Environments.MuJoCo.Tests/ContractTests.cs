using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>The promises of all environments, kept by the tasks of MuJoCo.</summary>
public sealed class ContractTests : IDisposable
{
    private const int Mutations = 60, Moves = 60;

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Tasks => [.. Bench.Tasks];

    public void Dispose() => _directory.Dispose();

    [MuJoCoTheory]
    [MemberData(nameof(Tasks))]
    public void Every_promise_is_kept(string task) =>
        Assert.Empty(EnvironmentChecker.Check(generator => Bench.Make(task, generator, "time-limit=100")));

    [MuJoCoFact]
    public void A_model_with_every_kind_of_joint_keeps_every_promise()
    {
        string file = _directory.At("model.xml");
        File.WriteAllText(file, Bench.EveryJoint);
        Assert.Empty(EnvironmentChecker.Check(generator => Bench.Make(
            "model", generator, $"model={file}", "reward.forward=1", "reward.height=0.5", "time-limit=50")));
    }

    [MuJoCoTheory]
    [MemberData(nameof(Tasks))]
    public void An_altered_state_is_refused_or_can_be_played(string task)
    {
        var generator = new RandomGenerator(1);
        using IEnvironment original = Bench.Make(task);
        Bench.Play(original, 30, seed: 2);
        byte[] state = Save(original);
        using IEnvironment restored = Bench.Make(task);
        for (int i = 0; i < Mutations; i++)
        {
            try
            {
                Restore(restored, AlteredState.Of(state, generator));
            }
            catch (Exception refusal) when (refusal is InvalidDataException or EndOfStreamException or ArgumentException)
            {
                continue;
            }

            Assert.All(Bench.Play(restored, Moves, seed: 4), number => Assert.True(float.IsFinite(number)));
        }
    }

    /// <summary>The engine's own state decides the next steps to the last bit, also in contacts and after many steps.</summary>
    [MuJoCoTheory]
    [MemberData(nameof(Tasks))]
    public void A_restored_state_continues_bit_for_bit(string task)
    {
        using IEnvironment original = Bench.Make(task, "time-limit=1000");
        Bench.Play(original, 200, seed: 2);
        byte[] state = Save(original);
        using IEnvironment restored = Bench.Make(task, new RandomGenerator(9), "time-limit=1000");
        Bench.Play(restored, 7, seed: 3);
        Restore(restored, state);
        Assert.Equal(state, Save(restored));

        // Observations are floats; the state shows a difference in the last bits of the engine's own numbers.
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(Bench.Play(original, 2, (ulong)i), Bench.Play(restored, 2, (ulong)i));
            Assert.Equal(Save(original), Save(restored));
        }

        Assert.Equal(Bench.Play(original, 300, seed: 5), Bench.Play(restored, 300, seed: 5));
    }

    [MuJoCoTheory]
    [MemberData(nameof(Tasks))]
    public void Two_threads_on_one_model_are_as_one_thread(string task)
    {
        const int agentSteps = 400;
        var alone = new List<float>[2];
        for (int i = 0; i < alone.Length; i++) alone[i] = PlayOne(task, agentSteps, (ulong)i);
        var together = new List<float>[alone.Length];
        var threads = new Thread[alone.Length];
        for (int i = 0; i < threads.Length; i++)
        {
            int number = i;
            threads[i] = new Thread(() => together[number] = PlayOne(task, agentSteps, (ulong)number));
            threads[i].Start();
        }

        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(alone[0], together[0]);
        Assert.Equal(alone[1], together[1]);
        Assert.NotEqual(together[0], together[1]);
    }

    private static List<float> PlayOne(string task, int agentSteps, ulong seed)
    {
        using IEnvironment environment = Bench.Make(task, new RandomGenerator(seed));
        return Bench.Play(environment, agentSteps, seed);
    }

    private static byte[] Save(IEnvironment environment)
    {
        using var stream = new MemoryStream();
        environment.SaveState(new BinaryWriter(stream));
        return stream.ToArray();
    }

    private static void Restore(IEnvironment environment, byte[] state) =>
        environment.RestoreState(new BinaryReader(new MemoryStream(state)));
}
