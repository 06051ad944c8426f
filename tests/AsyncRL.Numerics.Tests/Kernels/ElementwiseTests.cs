using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

public class ElementwiseTests
{
    private const int LargestLength = 257;

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Map_applies_the_function_to_every_number_of_every_length(VectorWidth width) =>
        ForEachLength(width, Operation.Map, (source, _, _) => MathF.Sqrt(source * source));

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void PositivePart_is_the_larger_of_zero_and_every_number(VectorWidth width) =>
        ForEachLength(width, Operation.PositivePart, (source, _, _) => source < 0 ? 0 : source);

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void PositivePart_lets_what_is_no_number_through(VectorWidth width)
    {
        for (int length = 1; length < 80; length++)
        {
            Run run = MakeRun(Operation.PositivePart, length);
            run.Source.Span.Fill(float.NaN);
            VectorChoice.Invoke(width, run);
            foreach (float value in run.Destination.Span) Assert.True(float.IsNaN(value));
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void KeepWherePositive_keeps_where_the_gate_is_positive(VectorWidth width) =>
        ForEachLength(width, Operation.KeepWherePositive, (source, gate, _) => gate > 0 ? source : 0);

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void AddTo_adds_to_every_number(VectorWidth width) =>
        ForEachLength(width, Operation.AddTo, (source, _, before) => before + source);

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void KeepWherePositive_closes_where_the_gate_is_no_number(VectorWidth width)
    {
        for (int length = 1; length < 40; length++)
        {
            Run run = MakeRun(Operation.KeepWherePositive, length);
            run.Gate.Span.Fill(float.NaN);
            VectorChoice.Invoke(width, run);
            Assert.False(run.Destination.Span.ContainsAnyExcept(0));
        }
    }

    [Fact]
    public void Different_lengths_get_a_sentence()
    {
        const string sentence = "A span has 3 numbers; expected 4.";
        var (three, four) = (new float[3], new float[4]);
        Assert.Equal(sentence, Message(() => Elementwise.Map<SquareRootOfSquare, ScalarVector<float>, float>(three, four)));
        Assert.Equal(sentence, Message(() => Elementwise.PositivePart<ScalarVector<float>, float>(three, four)));
        Assert.Equal(sentence, Message(() => Elementwise.AddTo<ScalarVector<float>, float>(three, four)));
        Assert.Equal(sentence, Message(() => Elementwise.KeepWherePositive<ScalarVector<float>, float>(four, three, four)));
        Assert.Equal(sentence, Message(() => Elementwise.KeepWherePositive<ScalarVector<float>, float>(three, four, four)));
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;

    /// <summary>Runs every length, into another block and in place.</summary>
    private static void ForEachLength(VectorWidth width, Operation operation, Func<float, float, float, float> expected)
    {
        for (int length = 0; length <= LargestLength; length++)
        {
            foreach (bool inPlace in new[] { false, true })
            {
                Run run = MakeRun(operation, length) with { InPlace = inPlace };
                float[] source = (inPlace ? run.Destination : run.Source).Span.ToArray(), before = run.Destination.Span.ToArray();
                VectorChoice.Invoke(width, run);
                var numbers = new float[length];
                for (int i = 0; i < length; i++) numbers[i] = expected(source[i], run.Gate.Span[i], before[i]);
                Bits.AssertSame<float>(numbers, run.Destination.Span, $"{width}, {operation}, length {length}");
            }
        }
    }

    private static Run MakeRun(Operation operation, int length)
    {
        var generator = new RandomGenerator((ulong)length);
        return new Run(
            operation,
            GuardedBlock<float>.ToRead(length, generator),
            GuardedBlock<float>.ToRead(length, generator),
            GuardedBlock<float>.ToAddTo(length, generator),
            InPlace: false);
    }

    private enum Operation
    {
        Map,
        PositivePart,
        KeepWherePositive,
        AddTo,
    }

    private readonly struct SquareRootOfSquare : IElementwiseFunction
    {
        public static TVector Invoke<TVector, T>(TVector x)
            where TVector : unmanaged, IVector<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.SquareRoot(x * x);
    }

    private sealed record Run(
        Operation Operation, GuardedBlock<float> Source, GuardedBlock<float> Gate, GuardedBlock<float> Destination, bool InPlace)
        : IVectorOperation<bool>
    {
        public bool Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            Span<float> source = InPlace ? Destination.Span : Source.Span;
            if (Operation == Operation.Map) Elementwise.Map<SquareRootOfSquare, TVector, float>(source, Destination.Span);
            else if (Operation == Operation.PositivePart) Elementwise.PositivePart<TVector, float>(source, Destination.Span);
            else if (Operation == Operation.AddTo) Elementwise.AddTo<TVector, float>(source, Destination.Span);
            else Elementwise.KeepWherePositive<TVector, float>(Gate.Span, source, Destination.Span);
            Destination.AssertGuardsUntouched($"{TVector.Kind}, {Operation}, length {Destination.Span.Length}");
            return true;
        }
    }
}
