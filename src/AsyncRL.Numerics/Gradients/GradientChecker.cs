using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using CommunityToolkit.HighPerformance.Buffers;

namespace AsyncRL.Numerics.Gradients;

/// <summary>How a gradient is checked.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>
    /// Half the distance between the two points of a central difference. If it is smaller, rounding in the loss (about 1e-15 of the loss)
    /// divided by the step exceeds the tolerance. If it is larger, rectifiers switch between the points (with 20 rows of the paper's
    /// network and 1e-5, this happens in one draw in six).
    /// </summary>
    public double Step { get; init; } = 3e-6;

    /// <summary>
    /// Whether the quotients n of the step and of twice the step are extrapolated to (4 n(h) − n(2h)) / 3 (Richardson). The error of the
    /// extrapolation falls with the fourth power of the step. Therefore a step may be so wide that rounding in the loss does not matter.
    /// </summary>
    public bool Extrapolates { get; init; }

    /// <summary>The error allowed, relative to the larger of the two derivatives.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>
    /// A derivative below this times max(1, |loss|) is compared as if it were that large. Below it, rounding in the loss dominates.
    /// </summary>
    public double Floor { get; init; } = 1e-3;

    /// <summary>Variables checked per group, drawn at random. If a group has no more variables than this, all are checked.</summary>
    public int VariablesPerGroup { get; init; } = int.MaxValue;

    /// <summary>Derivatives checked along random directions through all variables at once.</summary>
    public int Directions { get; init; } = 3;

    /// <summary>
    /// The share of draws, below 1, that may be repeated because a kink was between the two points. A larger share is a failure.
    /// </summary>
    public double LargestRedrawnShare { get; init; } = 0.2;

    /// <summary>
    /// Number of draws that may be repeated whatever their share is. One point near a kink can make all of its draws be repeated, which is
    /// a large share of a function with few variables.
    /// </summary>
    public int FewRedraws { get; init; } = 30;
}

/// <summary>
/// Compares a gradient a with central differences n = (L(θ + h·d) − L(θ − h·d)) / 2h, variable by variable and along random directions. The
/// gradient passes if |a − n| ≤ tolerance · max(|a|, |n|, floor · max(1, |L|)).
/// </summary>
/// <remarks>
/// If a rectifier switches between the two points, the difference quotient is meaningless, and the comparison is repeated at another random
/// point. If too many comparisons are repeated, the report fails, because a check that skips most points proves nothing.
/// </remarks>
public sealed class GradientChecker
{
    private readonly IDifferentiable _subject;
    private readonly RandomGenerator _generator;
    private readonly GradientCheckOptions _options;
    private readonly List<Target> _pending = [];
    private readonly LargestError[] _worst;
    private double _loss;
    private int _draws;
    private int _redrawn;

    private GradientChecker(IDifferentiable subject, RandomGenerator generator, GradientCheckOptions options)
    {
        (_subject, _generator, _options) = (subject, generator, options);
        _worst = new LargestError[subject.Groups.Length + 1];
        ChooseTargets();
    }

    /// <summary>Checks a gradient at random points.</summary>
    /// <param name="subject">The function and its gradient.</param>
    /// <param name="generator">The random number generator; the same state gives the same report.</param>
    /// <param name="options">The settings of the check; the defaults if null.</param>
    /// <returns>The result.</returns>
    public static GradientReport Check(IDifferentiable subject, RandomGenerator generator, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(generator);
        return new GradientChecker(subject, generator, options ?? new GradientCheckOptions()).Run();
    }

    private GradientReport Run()
    {
        using SpanOwner<double> gradient = SpanOwner<double>.Allocate(_subject.Variables.Length);
        using SpanOwner<double> direction = SpanOwner<double>.Allocate(_subject.Variables.Length);
        while (_pending.Count > 0 && !IsRedrawnTooOften())
        {
            _subject.Draw(_generator);
            _loss = _subject.Evaluate(out _);
            _subject.Differentiate(gradient.Span);
            CompareAllPending(gradient.Span, direction.Span);
        }

        return MakeReport();
    }

    private bool IsRedrawnTooOften() => GradientReport.IsTooOften(_redrawn, _draws, _options.LargestRedrawnShare, _options.FewRedraws);

    /// <summary>Compares every pending target at the present point. Targets that met a kink stay pending.</summary>
    private void CompareAllPending(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        var again = new List<Target>();
        foreach (Target target in _pending)
        {
            _draws++;
            bool compared = target.Index < 0 ? CompareAlong(gradient, direction) : CompareOne(gradient, target);
            if (compared) continue;
            _redrawn++;
            again.Add(target);
        }

        _pending.Clear();
        _pending.AddRange(again);
    }

    private bool CompareOne(ReadOnlySpan<double> gradient, Target target)
    {
        int index = _subject.Groups[target.Group].Offset + target.Index;
        if (!TryQuotient(index, _options.Step, out double numeric, out ulong pattern)) return false;
        if (_options.Extrapolates)
        {
            if (!TryQuotient(index, 2 * _options.Step, out double wide, out ulong widePattern) || widePattern != pattern) return false;
            numeric = Extrapolate(numeric, wide);
        }

        Record(target.Group, target.Index, gradient[index], numeric);
        return true;
    }

    private bool TryQuotient(int index, double step, out double quotient, out ulong pattern)
    {
        ref double variable = ref _subject.Variables[index];
        double saved = variable;
        variable = saved + step;
        double right = variable;
        double above = _subject.Evaluate(out ulong patternAbove);
        variable = saved - step;
        double left = variable;
        double below = _subject.Evaluate(out pattern);
        variable = saved;

        // Uses the distance after rounding, because it differs from 2h.
        quotient = (above - below) / (right - left);
        return patternAbove == pattern;
    }

    private bool CompareAlong(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        DrawDirection(direction);
        if (!TryQuotient(direction, _options.Step, out double numeric, out ulong pattern)) return false;
        if (_options.Extrapolates)
        {
            if (!TryQuotient(direction, 2 * _options.Step, out double wide, out ulong widePattern) || widePattern != pattern) return false;
            numeric = Extrapolate(numeric, wide);
        }

        double analytic = 0;
        for (int i = 0; i < direction.Length; i++) analytic += gradient[i] * direction[i];
        Record(_subject.Groups.Length, 0, analytic, numeric);
        return true;
    }

    private bool TryQuotient(ReadOnlySpan<double> direction, double step, out double quotient, out ulong pattern)
    {
        double above = EvaluateAt(direction, step, out ulong patternAbove);
        double below = EvaluateAt(direction, -step, out pattern);
        quotient = (above - below) / (2 * step);
        return patternAbove == pattern;
    }

    private static double Extrapolate(double narrow, double wide) => ((4 * narrow) - wide) / 3;

    private double EvaluateAt(ReadOnlySpan<double> direction, double distance, out ulong pattern)
    {
        Span<double> variables = _subject.Variables;
        using SpanOwner<double> saved = SpanOwner<double>.Allocate(variables.Length);
        variables.CopyTo(saved.Span);
        for (int i = 0; i < variables.Length; i++) variables[i] += distance * direction[i];
        double value = _subject.Evaluate(out pattern);
        saved.Span.CopyTo(_subject.Variables);
        return value;
    }

    /// <summary>Draws a direction of length 1, uniform over the variables; padding stays 0.</summary>
    private void DrawDirection(Span<double> direction)
    {
        direction.Clear();
        double squares = 0;
        foreach (VariableGroup group in _subject.Groups)
        {
            foreach (ref double component in direction.Slice(group.Offset, group.Length))
            {
                component = _generator.NextNormal();
                squares += component * component;
            }
        }

        double scale = 1 / Math.Sqrt(squares);
        foreach (ref double component in direction) component *= scale;
    }

    private void Record(int group, int index, double analytic, double numeric)
    {
        double size = Math.Max(Math.Max(Math.Abs(analytic), Math.Abs(numeric)), _options.Floor * Math.Max(1, Math.Abs(_loss)));

        // Any error is small relative to an infinite loss or derivative. Therefore such a comparison has error NaN, which fails.
        double error = double.IsFinite(size) ? Math.Abs(analytic - numeric) / size : double.NaN;
        ref LargestError worst = ref _worst[group];
        worst.Checked++;
        if (worst.Checked == 1 || error > worst.Error || double.IsNaN(error))
            (worst.Error, worst.Index, worst.Analytic, worst.Numeric) = (error, index, analytic, numeric);
    }

    private void ChooseTargets()
    {
        for (int g = 0; g < _subject.Groups.Length; g++)
        {
            int length = _subject.Groups[g].Length;
            bool all = length <= _options.VariablesPerGroup;
            for (int i = 0; i < (all ? length : _options.VariablesPerGroup); i++)
                _pending.Add(new Target(g, all ? i : _generator.NextInteger(length)));
        }

        for (int i = 0; i < _options.Directions; i++) _pending.Add(new Target(_subject.Groups.Length, -1));
    }

    private GradientReport MakeReport()
    {
        var rows = ImmutableArray.CreateBuilder<GradientReportRow>();
        for (int g = 0; g < _worst.Length; g++)
        {
            bool directions = g == _subject.Groups.Length;
            if (directions && _options.Directions == 0) continue;
            LargestError worst = _worst[g];
            string name = directions ? "random directions" : _subject.Groups[g].Name;
            int length = directions ? _options.Directions : _subject.Groups[g].Length;
            rows.Add(new GradientReportRow(
                name, length, worst.Checked, worst.Error, worst.Index, worst.Analytic, worst.Numeric, _options.Tolerance));
        }

        return new GradientReport(_subject.Name, rows.ToImmutable(), _draws, _redrawn, _options.LargestRedrawnShare, _options.FewRedraws);
    }

    private readonly record struct Target(int Group, int Index);

    private struct LargestError
    {
        public int Checked;
        public double Error;
        public int Index;
        public double Analytic;
        public double Numeric;
    }
}
