using System.Collections.Immutable;

namespace AsyncRL.Numerics.Gradients;

/// <summary>What a gradient check found.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="Rows">A row per group of variables, and one for the random directions.</param>
/// <param name="Draws">Comparisons begun.</param>
/// <param name="Redrawn">Of these, drawn again because a kink lay between the two points.</param>
/// <param name="LargestRedrawnShare">The share of redrawn ones that is allowed.</param>
public sealed record GradientReport(
    string Subject, ImmutableArray<GradientReportRow> Rows, int Draws, int Redrawn, double LargestRedrawnShare)
{
    /// <summary>Whether too many comparisons met a kink to mean much.</summary>
    public bool RedrawnTooOften => Redrawn > LargestRedrawnShare * Draws;

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

    /// <summary>The verdict in a sentence, with the worst row.</summary>
    /// <returns>The sentence.</returns>
    public override string ToString()
    {
        GradientReportRow worst = Rows[0];
        foreach (GradientReportRow row in Rows)
        {
            if (row.LargestError > worst.LargestError || double.IsNaN(row.LargestError)) worst = row;
        }

        // A wrong gradient is worse news than kinks.
        if (RedrawnTooOften && worst.LargestError <= worst.Tolerance)
            return $"{Subject}: {Redrawn} of {Draws} draws met a kink; expected at most {LargestRedrawnShare:P0}.";
        string relation = Passed ? "agree" : "DISAGREE";
        return $"{Subject}: gradients {relation}; worst {worst.Name}[{worst.WorstIndex}], analytic {worst.Analytic:R}, "
            + $"numeric {worst.Numeric:R}, error {worst.LargestError:E2}, allowed {worst.Tolerance:E0}.";
    }
}

/// <summary>The comparisons of one group of variables.</summary>
/// <param name="Name">The group.</param>
/// <param name="Length">Variables in the group.</param>
/// <param name="Checked">Comparisons, of variables drawn with replacement where not all are compared.</param>
/// <param name="LargestError">The largest relative error.</param>
/// <param name="WorstIndex">The variable with that error, counted within the group.</param>
/// <param name="Analytic">Its derivative by the code under test.</param>
/// <param name="Numeric">Its derivative by central difference.</param>
/// <param name="Tolerance">The error allowed.</param>
public sealed record GradientReportRow(
    string Name, int Length, int Checked, double LargestError, int WorstIndex, double Analytic, double Numeric, double Tolerance)
{
    /// <summary>Whether all comparisons of the group held; not if none was made, nor if an error is NaN.</summary>
    public bool Passed => Checked > 0 && LargestError <= Tolerance;
}
