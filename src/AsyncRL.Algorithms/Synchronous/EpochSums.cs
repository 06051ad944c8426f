using AsyncRL.Algorithms.Parts;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// The divergences of an epoch, summed over the members. Each member writes its own sums before it meets the others, and reads all of them
/// afterwards. Two epochs in a row have places of their own, because a fast member begins the next epoch while a slow one still reads.
/// </summary>
/// <param name="members">Number of members.</param>
internal sealed class EpochSums(int members)
{
    /// <summary>Doubles in 128 bytes, so that members do not write to one cache line.</summary>
    private const int Padding = 16;

    private const int Sums = 3;

    private readonly double[] _numbers = new double[((2 * members) + 1) * Padding];

    /// <summary>Begins a member's sums of an epoch.</summary>
    internal void Begin(int epoch, int member) => Of(epoch, member).Clear();

    /// <summary>[3]: a member's sums of an epoch. Those of members in other processes are copied from there.</summary>
    internal Span<double> Of(int epoch, int member) => _numbers.AsSpan((1 + (epoch % 2 * members) + member) * Padding, Sums);

    /// <summary>Adds the sums over some rows of an epoch.</summary>
    internal void Add(int epoch, int member, ProximalSums sums)
    {
        Span<double> own = Of(epoch, member);
        (own[0], own[1], own[2]) = (own[0] + sums.Rows, own[1] + sums.Divergence, own[2] + sums.EstimatedDivergence);
    }

    /// <summary>The mean of KL(old‖new) over the rows of an epoch, in nats.</summary>
    internal double MeanDivergence(int epoch) => Mean(epoch, 1);

    /// <summary>The mean of r − 1 − log r over the rows of an epoch, in nats.</summary>
    internal double MeanEstimatedDivergence(int epoch) => Mean(epoch, 2);

    private double Mean(int epoch, int index)
    {
        double rows = 0, sum = 0;
        for (int member = 0; member < members; member++)
        {
            Span<double> numbers = Of(epoch, member);
            (rows, sum) = (rows + numbers[0], sum + numbers[index]);
        }

        return sum / rows;
    }
}
