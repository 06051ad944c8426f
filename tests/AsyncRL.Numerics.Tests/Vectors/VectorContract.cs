using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Vectors;

/// <summary>Compares every operation of a vector with plain arithmetic on one number at a time.</summary>
internal abstract class VectorContract
{
    public abstract void Arithmetic();

    public abstract void MultiplyAdd();

    public abstract void BroadcastMultiplyAdd();

    public abstract void LoadMultiplyAdd();

    public abstract void ReciprocalSquareRoot();

    public abstract void MinimumAndMaximum();

    public abstract void SelectGreater();

    public abstract void PowerOfTwo();

    public abstract void SplitExponent();

    public abstract void LoadAndStore();

    public abstract void Sum();

    public abstract void StoreSums();

    public abstract void IsFused();
}

/// <summary>The operations of one vector.</summary>
internal sealed class VectorContract<TVector, T> : VectorContract
    where TVector : unmanaged, IVector<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] Special =
    [
        T.Zero, T.NegativeZero, T.One, T.NegativeOne, T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.Epsilon, -T.Epsilon,
        T.CreateSaturating(1e38), T.CreateSaturating(-1e-38), T.CreateSaturating(3e-39),
    ];

    private delegate TVector Operation(TVector left, TVector right, TVector third);

    public override void Arithmetic()
    {
        ForEachNumbers((left, right, _) => left + right, (left, right, _) => left + right);
        ForEachNumbers((left, right, _) => left - right, (left, right, _) => left - right);
        ForEachNumbers((left, right, _) => left * right, (left, right, _) => left * right);
        ForEachNumbers((left, right, _) => left / right, (left, right, _) => left / right);
        ForEachNumbers((left, _, _) => TVector.SquareRoot(left), (left, _, _) => T.Sqrt(left));
    }

    public override void MultiplyAdd() => ForEachNumbers(
        TVector.MultiplyAdd,
        (left, right, addend) => VectorChoice.IsFused ? T.FusedMultiplyAdd(left, right, addend) : (left * right) + addend);

    public override void BroadcastMultiplyAdd()
    {
        T[] memory = [T.NaN, T.CreateChecked(0.3), T.NaN];
        ForEachNumbers(
            (left, _, addend) => TVector.BroadcastMultiplyAdd(in memory[0], 1, left, addend),
            (left, _, addend) => VectorChoice.IsFused ? T.FusedMultiplyAdd(left, memory[1], addend) : (left * memory[1]) + addend);
    }

    public override void LoadMultiplyAdd()
    {
        T[] memory = Numbers.Draw<T>(new RandomGenerator(2), TVector.Width + 1);
        int element = 0;
        ForEachNumbers(
            (left, _, addend) => TVector.LoadMultiplyAdd(in memory[0], 1, left, addend),
            (left, _, addend) =>
            {
                T factor = memory[1 + (element++ % TVector.Width)];
                return VectorChoice.IsFused ? T.FusedMultiplyAdd(left, factor, addend) : (left * factor) + addend;
            });
    }

    /// <summary>
    /// Every exponent of a normal float, which includes all from 1e-30 to 1e30. For each exponent the fractions are random.
    /// </summary>
    public override void ReciprocalSquareRoot()
    {
        var generator = new RandomGenerator(1);
        double bound = typeof(T) == typeof(float) ? Math.ScaleB(1, -21) : Math.ScaleB(1, -52);
        var values = new T[TVector.Width];
        for (int draw = 0; draw < 254 * 200; draw++)
        {
            foreach (ref T value in values.AsSpan())
                value = T.ScaleB(T.CreateChecked(1 + generator.NextSingle()), (draw % 254) - 126);
            T[] roots = Elements(TVector.ReciprocalSquareRoot(TVector.Load(in values[0], 0)));
            for (int i = 0; i < roots.Length; i++)
            {
                double error = (double.CreateChecked(roots[i]) * Math.Sqrt(double.CreateChecked(values[i]))) - 1;
                if (!(Math.Abs(error) <= bound)) Assert.Fail($"1/√{values[i]:R} gave {roots[i]:R}, off by {error:E2}; bound {bound:E2}.");
            }
        }
    }

    public override void MinimumAndMaximum()
    {
        TVector limit = TVector.Broadcast(T.One);
        ForEachNumbers((value, _, _) => TVector.Minimum(limit, value), (value, _, _) => value > T.One ? T.One : value);
        ForEachNumbers((value, _, _) => TVector.Maximum(limit, value), (value, _, _) => value < T.One ? T.One : value);
    }

    public override void SelectGreater() => ForEachNumbers(
        (left, right, third) => TVector.SelectGreater(left, right, third, left), (left, right, third) => left > right ? third : left);

    public override void PowerOfTwo()
    {
        int smallest = typeof(T) == typeof(float) ? -126 : -1022, largest = -smallest + 1;
        for (int exponent = smallest; exponent <= largest; exponent++)
        {
            T power = Elements(TVector.PowerOfTwo(TVector.Broadcast(T.CreateChecked(exponent))))[0];
            Assert.Equal(T.ScaleB(T.One, exponent), power);
        }
    }

    public override void SplitExponent()
    {
        var generator = new RandomGenerator(1);
        T low = T.BitDecrement(T.Sqrt(T.CreateChecked(0.5))), high = T.Sqrt(T.CreateChecked(2));
        for (int i = 0; i < 2000; i++)
        {
            T value = T.ScaleB(T.CreateChecked(1 + generator.NextDouble()), generator.NextInteger(250) - 125);
            T mantissa = Elements(TVector.SplitExponent(TVector.Broadcast(value), out TVector exponent))[0];
            Assert.InRange(mantissa, low, high);
            Assert.Equal(value, T.ScaleB(mantissa, int.CreateChecked(Elements(exponent)[0])));
        }
    }

    public override void LoadAndStore()
    {
        T[] numbers = new T[3 * TVector.Width];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = T.CreateChecked(i);
        GuardedBlock<T> block = GuardedBlock<T>.ToWrite(TVector.Width);
        TVector.Store(TVector.Load(in numbers[0], (nuint)TVector.Width), ref block.Span[0], 0);
        block.AssertGuardsUntouched("store");
        Assert.Equal(numbers[TVector.Width..(2 * TVector.Width)], block.Span.ToArray());
        TVector.Store(TVector.Broadcast(T.One), ref numbers[0], (nuint)TVector.Width);
        Assert.Equal(T.CreateChecked(TVector.Width - 1), numbers[TVector.Width - 1]);
        Assert.Equal(T.One, numbers[TVector.Width]);
        Assert.Equal(T.One, numbers[(2 * TVector.Width) - 1]);
        Assert.Equal(T.CreateChecked(2 * TVector.Width), numbers[2 * TVector.Width]);
    }

    public override void Sum()
    {
        var numbers = new T[TVector.Width];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = T.CreateChecked(1 << i % 20);
        Assert.Equal(T.CreateChecked(IntegerSum(numbers)), TVector.Sum(TVector.Load(in numbers[0], 0)));

        // A number just too small to be added to 1. A tree adds most of these numbers to each other first.
        T unit = T.BitIncrement(T.One) - T.One;
        T small = unit * T.CreateChecked(0.49);
        numbers.AsSpan().Fill(small);
        numbers[0] = T.One;
        double exact = 1 + ((TVector.Width - 1) * double.CreateChecked(small));
        double error = Math.Abs(double.CreateChecked(TVector.Sum(TVector.Load(in numbers[0], 0))) - exact);
        Assert.InRange(error, 0, int.Log2(TVector.Width) * double.CreateChecked(unit) / 2 * exact);
    }

    public override void StoreSums()
    {
        // First integers, whose sums are exact. Then the bits of a sum, which may not depend on its position.
        GuardedBlock<T> sums = GuardedBlock<T>.ToWrite(4);
        var generator = new RandomGenerator(1);
        for (int draw = 0; draw < 200; draw++)
        {
            T[][] numbers = [Whole(generator), Whole(generator), Whole(generator), Whole(generator)];
            StoreSums(numbers, sums);
            for (int i = 0; i < 4; i++) Assert.Equal(T.CreateChecked(IntegerSum(numbers[i])), sums.Span[i]);

            T[] same = Numbers.Draw<T>(generator, TVector.Width);
            StoreSums([same, same, same, same], sums);
            for (int i = 1; i < 4; i++) Assert.Equal(sums.Span[0], sums.Span[i]);
            double magnitude = 0, exact = 0;
            foreach (T number in same)
            {
                magnitude += double.CreateChecked(T.Abs(number));
                exact += double.CreateChecked(number);
            }

            double unit = double.CreateChecked(T.BitIncrement(T.One) - T.One) / 2;
            Assert.InRange(Math.Abs(double.CreateChecked(sums.Span[0]) - exact), 0, (int.Log2(TVector.Width) * unit * magnitude) + 1e-15);
        }

        static T[] Whole(RandomGenerator generator)
        {
            var numbers = new T[TVector.Width];
            foreach (ref T number in numbers.AsSpan()) number = T.CreateChecked(generator.NextInteger(1 << 16));
            return numbers;
        }
    }

    private static void StoreSums(T[][] numbers, GuardedBlock<T> sums)
    {
        TVector.StoreSums(
            TVector.Load(in numbers[0][0], 0),
            TVector.Load(in numbers[1][0], 0),
            TVector.Load(in numbers[2][0], 0),
            TVector.Load(in numbers[3][0], 0),
            ref sums.Span[0]);
        sums.AssertGuardsUntouched("store sums");
    }

    public override void IsFused() => Assert.Equal(VectorChoice.IsFused, TVector.IsFused);

    /// <summary>Compares an operation with plain arithmetic for random numbers and for all triples of special ones.</summary>
    private static void ForEachNumbers(Operation operation, Func<T, T, T, T> plain)
    {
        var generator = new RandomGenerator(1);
        for (int i = 0; i < 200; i++)
        {
            T[] left = Numbers.Draw<T>(generator, TVector.Width), right = Numbers.Draw<T>(generator, TVector.Width);
            AssertSame(operation, plain, left, right, Numbers.Draw<T>(generator, TVector.Width));
        }

        for (int i = 0; i < Special.Length * Special.Length * Special.Length; i++)
        {
            T[] left = Rotate(i), right = Rotate(i / Special.Length), third = Rotate(i / Special.Length / Special.Length);
            AssertSame(operation, plain, left, right, third);
        }
    }

    private static void AssertSame(Operation operation, Func<T, T, T, T> plain, T[] left, T[] right, T[] third)
    {
        T[] result = Elements(operation(TVector.Load(in left[0], 0), TVector.Load(in right[0], 0), TVector.Load(in third[0], 0)));
        for (int i = 0; i < result.Length; i++)
        {
            T expected = plain(left[i], right[i], third[i]);
            if (!Bits.Same(expected, result[i]))
                Assert.Fail($"{left[i]:R}, {right[i]:R}, {third[i]:R} gave {result[i]:R}; expected {expected:R}.");
        }
    }

    private static T[] Rotate(int start)
    {
        var numbers = new T[TVector.Width];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = Special[(start + i) % Special.Length];
        return numbers;
    }

    private static T[] Elements(TVector vector)
    {
        var numbers = new T[TVector.Width];
        TVector.Store(vector, ref numbers[0], 0);
        return numbers;
    }

    private static long IntegerSum(T[] numbers)
    {
        long sum = 0;
        foreach (T number in numbers) sum += long.CreateChecked(number);
        return sum;
    }
}
