using System.Collections.Immutable;

namespace AsyncRL.Numerics.Gradients;

/// <summary>The result of a gradient check.</summary>
/// <param name="Subject">Name of the checked function.</param>
/// <param name="Rows">One row per group of variables, and one row for the random directions.</param>
/// <param name="Draws">Number of comparisons that were begun.</param>
/// <param name="Redrawn">Number of comparisons that were repeated because a kink was between the two points.</param>
/// <param name="LargestRedrawnShare">The allowed share of repeated comparisons.</param>
/// <param name="FewRedraws">The number of repeated comparisons that is allowed whatever their share is.</param>
public sealed record GradientReport(
    string Subject, ImmutableArray<GradientReportRow> Rows, int Draws, int Redrawn, double LargestRedrawnShare, int FewRedraws = 0)
{
    /// <summary>Whether too many comparisons met a kink for the result to be meaningful.</summary>
    public bool RedrawnTooOften => IsTooOften(Redrawn, Draws, LargestRedrawnShare, FewRedraws);

    internal static bool IsTooOften(int redrawn, int draws, double share, int few) => redrawn > Math.Max(few, share * draws);

    /// <summary>Whether every comparison held.</summary>
    public bool Passed
    {
        get
        {
            foreach (GradientReportRow row in Rows)
            {
                if (!row.Passed) return false;
            }

            return !RedrawnTooOften;
        }
    }

    /// <summary>The verdict in one sentence, with the worst row.</summary>
    /// <returns>The sentence.</returns>
    public override string ToString()
    {
        GradientReportRow worst = Rows[0];
        foreach (GradientReportRow row in Rows)
        {
            if (row.LargestError > worst.LargestError || double.IsNaN(row.LargestError)) worst = row;
        }

        // A wrong gradient is reported before kinks, because it is the more serious failure.
        if (RedrawnTooOften && worst.LargestError <= worst.Tolerance)
            return $"{Subject}: {Redrawn} of {Draws} draws met a kink; expected at most {LargestRedrawnShare:P0}.";
        string relation = Passed ? "agree" : "DISAGREE";
        return $"{Subject}: gradients {relation}; worst {worst.Name}[{worst.WorstIndex}], analytic {worst.Analytic:R}, "
            + $"numeric {worst.Numeric:R}, error {worst.LargestError:E2}, allowed {worst.Tolerance:E0}.";
    }
}

/// <summary>The comparisons of one group of variables.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Length">Number of variables in the group.</param>
/// <param name="Checked">Number of comparisons. If not all variables are compared, they are drawn with replacement.</param>
/// <param name="LargestError">The largest relative error.</param>
/// <param name="WorstIndex">The variable with that error, counted within the group.</param>
/// <param name="Analytic">Its derivative by the code under test.</param>
/// <param name="Numeric">Its derivative by central difference.</param>
/// <param name="Tolerance">The error allowed.</param>
public sealed record GradientReportRow(
    string Name, int Length, int Checked, double LargestError, int WorstIndex, double Analytic, double Numeric, double Tolerance)
{
    /// <summary>Whether all comparisons of the group passed. False if there was no comparison or if an error is NaN.</summary>
    public bool Passed => Checked > 0 && LargestError <= Tolerance;
}
