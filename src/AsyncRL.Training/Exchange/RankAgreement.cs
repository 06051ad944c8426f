using System.Runtime.InteropServices;
using System.Text;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Exchange;

/// <summary>Lets all ranks refuse wrong input together: if one rank refuses, no rank waits for it in vain.</summary>
public static class RankAgreement
{
    /// <summary>Does a step of the preparation on every rank, and continues only if every rank could do it.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="prepare">The step. It uses the communicator only if it cannot fail before that.</param>
    /// <returns>The result of this rank.</returns>
    /// <exception cref="InputException">A rank refused; all ranks throw the same sentences.</exception>
    public static T Prepare<T>(ICommunicator communicator, Func<T> prepare)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        ArgumentNullException.ThrowIfNull(prepare);
        string refusal = "";
        T? result = default;
        try
        {
            result = prepare();
        }
        catch (InputException problem)
        {
            refusal = problem.Message;
        }

        string verdict = Share(communicator, refusal, messages => Describe(messages));
        if (verdict.Length == 0) return result!;
        (result as IDisposable)?.Dispose();
        throw new InputException(verdict);
    }

    /// <summary>Refuses ranks that do not have the same settings.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="settings">The settings of this rank by name.</param>
    /// <exception cref="InputException">A rank has another value of a setting.</exception>
    public static void CheckSettings(ICommunicator communicator, IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        ArgumentNullException.ThrowIfNull(settings);
        var text = new StringBuilder();
        foreach ((string name, string value) in settings) text.Append(name).Append('\t').Append(value).Append('\n');
        string verdict = Share(communicator, text.ToString(), FindDifference);
        if (verdict.Length > 0) throw new InputException(verdict);
    }

    /// <summary>Brings a text of each rank to rank 0, and the conclusion of rank 0 to all ranks.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="text">The text of this rank.</param>
    /// <param name="conclude">Makes the conclusion from the texts in the order of the ranks. Called on rank 0.</param>
    /// <returns>The conclusion.</returns>
    public static string Share(ICommunicator communicator, string text, Func<IReadOnlyList<string>, string> conclude)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        ArgumentNullException.ThrowIfNull(conclude);
        IReadOnlyList<byte[]> all = communicator.Gather(Encoding.UTF8.GetBytes(text));
        var conclusions = new List<byte[]>();
        if (communicator.Rank == 0)
        {
            var texts = new List<string>();
            foreach (byte[] bytes in all) texts.Add(Encoding.UTF8.GetString(bytes));
            byte[] conclusion = Encoding.UTF8.GetBytes(conclude(texts));
            for (int rank = 0; rank < communicator.Ranks; rank++) conclusions.Add(conclusion);
        }

        return Encoding.UTF8.GetString(communicator.Scatter(conclusions));
    }

    /// <summary>Brings a number of rank 0 to all ranks.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="number">The number; ignored on the other ranks.</param>
    /// <returns>That of rank 0.</returns>
    internal static long OfFirst(ICommunicator communicator, long number)
    {
        communicator.Broadcast(MemoryMarshal.AsBytes(new Span<long>(ref number)));
        return number;
    }

    /// <summary>The same refusal of all ranks is printed once; others are printed with the number of their rank.</summary>
    private static string Describe(IReadOnlyList<string> refusals)
    {
        string first = refusals[0];
        bool isSame = true;
        var apart = new List<string>();
        for (int rank = 0; rank < refusals.Count; rank++)
        {
            isSame &= refusals[rank] == first;
            if (refusals[rank].Length > 0) apart.Add($"Rank {rank}: {refusals[rank]}");
        }

        return isSame ? first : string.Join(" ", apart);
    }

    private static string FindDifference(IReadOnlyList<string> settings)
    {
        string[] expected = settings[0].Split('\n');
        for (int rank = 1; rank < settings.Count; rank++)
        {
            if (settings[rank] == settings[0]) continue;
            string[] found = settings[rank].Split('\n');
            for (int i = 0; i < Math.Max(expected.Length, found.Length); i++)
            {
                string ours = i < expected.Length ? expected[i] : "", theirs = i < found.Length ? found[i] : "";
                if (ours == theirs) continue;
                string[] left = ours.Split('\t'), right = theirs.Split('\t');
                return left[0] == right[0]
                    ? $"The setting {left[0]} of rank {rank} is \"{right[^1]}\", but that of rank 0 is \"{left[^1]}\"; "
                        + "expected the same on all ranks."
                    : $"Rank {rank} has the setting \"{right[0]}\" where rank 0 has \"{left[0]}\"; expected the same program on all ranks.";
            }
        }

        return "";
    }
}
