using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Core.Tests.State;

/// <summary>The same code writes and reads a state. Values that no state can have are refused by name.</summary>
public class StateTransferTests
{
    [Fact]
    public void What_is_read_is_what_was_written()
    {
        var saved = new Everything(1);
        byte[] bytes = Save(saved);
        var restored = new Everything(2);
        Restore(restored, bytes);
        Assert.Equal(saved, restored, Everything.AreEqual);
        Assert.Equal(bytes, Save(restored));
    }

    [Fact]
    public void Saving_changes_nothing()
    {
        var saved = new Everything(1);
        Save(saved);
        Assert.Equal(new Everything(1), saved, Everything.AreEqual);
    }

    [Theory]
    [InlineData(3, "the score is 11; expected 0 to 10")]
    [InlineData(4, "the count of balls is -1; expected 0 to 16777216")]
    [InlineData(5, "the brick is 9; expected -5 to 5")]
    [InlineData(6, "the time is 101; expected 0 to 100")]
    [InlineData(7, "the speed is NaN; expected a finite number")]
    [InlineData(8, "the angle is 7; expected -3 to 3")]
    [InlineData(9, "the tile is 4; expected 0 to 2")]
    [InlineData(10, "the heading is 9; expected 0 to 7")]
    [InlineData(11, "the row is 101; expected 0 to 100")]
    [InlineData(12, "the penalty is -1; expected a finite number of at least 0")]
    [InlineData(13, "the weight is -Infinity; expected a finite number")]
    [InlineData(14, "number 1 of the means is NaN; expected a finite number")]
    [InlineData(15, "the priority is -0.5; expected a finite number of at least 0")]
    [InlineData(16, "the penalty is Infinity; expected a finite number of at least 0")]
    public void What_is_out_of_range_is_refused_by_its_name(int seed, string sentence)
    {
        byte[] bytes = Save(new Everything(seed));
        Assert.Equal(sentence, Assert.Throws<InvalidDataException>(() => Restore(new Everything(1), bytes)).Message);
    }

    [Fact]
    public void A_truth_value_is_0_or_1()
    {
        using var reader = new BinaryReader(new MemoryStream([2]));
        bool truth = false;
        var refused = Assert.Throws<InvalidDataException>(() => new StateTransfer(reader).Truth(ref truth, "end"));
        Assert.Equal("the end is 2; expected 0 to 1", refused.Message);
        Assert.False(truth);
    }

    [Fact]
    public void A_generator_of_four_zeros_is_refused()
    {
        using var reader = new BinaryReader(new MemoryStream(new byte[32]));
        var refused = Assert.Throws<InvalidDataException>(() => new StateTransfer(reader).Generator(new RandomGenerator(1)));
        Assert.Equal("the state of a generator is four zeros; expected another", refused.Message);
    }

    [Fact]
    public void A_refused_number_changes_nothing()
    {
        using var reader = new BinaryReader(new MemoryStream([.. BitConverter.GetBytes(11), .. BitConverter.GetBytes(float.NaN)]));
        (int score, float weight) = (3, 0.5f);
        Assert.Throws<InvalidDataException>(() => new StateTransfer(reader).Number(ref score, "score", 0, 10));
        Assert.Throws<InvalidDataException>(() => new StateTransfer(reader).Float(ref weight, "weight"));
        Assert.Equal((3, 0.5f), (score, weight));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    public void Any_real_number_keeps_its_bits(double number)
    {
        using var stream = new MemoryStream();
        new StateTransfer(new BinaryWriter(stream)).AnyReal(number);
        stream.Position = 0;
        double read = new StateTransfer(new BinaryReader(stream)).AnyReal(1);
        Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(read));
    }

    [Fact]
    public void A_section_of_one_method_writes_and_reads()
    {
        (var saved, var restored) = (new Everything(1), new Everything(2));
        using var stream = new MemoryStream();
        new Section("everything", saved.Transfer).Save(new BinaryWriter(stream));
        Assert.Equal(Save(saved), stream.ToArray());
        stream.Position = 0;
        new Section("everything", restored.Transfer).Restore(new BinaryReader(stream));
        Assert.Equal(saved, restored, Everything.AreEqual);
    }

    private static byte[] Save(Everything state)
    {
        using var stream = new MemoryStream();
        state.Transfer(new StateTransfer(new BinaryWriter(stream)));
        return stream.ToArray();
    }

    private static void Restore(Everything state, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        state.Transfer(new StateTransfer(new BinaryReader(stream)));
        Assert.Equal(bytes.Length, stream.Position);
    }

    /// <summary>A state with a value of every kind. Seeds from 3 on put one of the values out of range.</summary>
    private sealed class Everything(int seed)
    {
        private readonly int[] _bricks = [seed == 5 ? 9 : seed % 3, -1];
        private readonly double[] _angles = [0.5, seed == 8 ? 7 : seed / 100.0];
        private readonly bool[] _caught = [seed == 1, true];
        private readonly byte[] _tiles = [1, (byte)(seed == 9 ? 4 : seed % 3)];
        private readonly RandomGenerator _generator = new((ulong)seed);
        private readonly float[] _means = [seed / 7f, seed == 14 ? float.NaN : -seed];
        private int _score = seed == 3 ? 11 : seed % 3;
        private int _balls = seed == 4 ? -1 : seed;
        private long _time = seed == 6 ? 101 : seed;
        private ulong _bits = ulong.MaxValue - (ulong)seed;
        private double _speed = seed == 7 ? double.NaN : seed;
        private bool _isOver = seed == 1;
        private float _penalty = seed == 12 ? -1 : seed == 16 ? float.PositiveInfinity : seed / 11f;
        private float _weight = seed == 13 ? float.NegativeInfinity : -seed / 13f;
        private double _priority = seed == 15 ? -0.5 : seed;
        private double _sum = seed == 1 ? double.PositiveInfinity : seed;

        private int Heading { get; set; } = seed == 10 ? 9 : seed % 5;

        private double Place { get; set; } = seed / 3.0;

        private long Row { get; set; } = seed == 11 ? 101 : seed;

        private bool HasWon { get; set; } = seed == 1;

        private string Name { get; set; } = $"game {seed} µ";

        internal static bool AreEqual(Everything a, Everything b) =>
            a._bricks.AsSpan().SequenceEqual(b._bricks) && a._angles.AsSpan().SequenceEqual(b._angles)
            && a._caught.AsSpan().SequenceEqual(b._caught) && a._tiles.AsSpan().SequenceEqual(b._tiles)
            && a._generator.State == b._generator.State
            && (a._score, a._balls, a._time, a._bits, a._speed, a._isOver) == (b._score, b._balls, b._time, b._bits, b._speed, b._isOver)
            && a._means.AsSpan().SequenceEqual(b._means)
            && (a._penalty, a._weight, a._priority, a._sum) == (b._penalty, b._weight, b._priority, b._sum)
            && (a.Heading, a.Place, a.Row, a.HasWon, a.Name) == (b.Heading, b.Place, b.Row, b.HasWon, b.Name);

        internal void Transfer(StateTransfer state)
        {
            state.Number(ref _score, "score", 0, 10);
            state.Count(ref _balls, "count of balls");
            state.Numbers(_bricks, "brick", -5, 5);
            state.LongNumber(ref _time, "time", 0, 100);
            state.Bits(ref _bits);
            state.Real(ref _speed, "speed");
            state.Reals(_angles, "angle", -3, 3);
            state.Truth(ref _isOver, "end");
            state.Truths(_caught, "catch");
            state.Bytes(_tiles, "tile", 2);
            Heading = state.Number(Heading, "heading", 0, 7);
            Place = state.Real(Place, "place");
            state.Generator(_generator);
            state.Float(ref _penalty, "penalty", low: 0);
            state.Float(ref _weight, "weight");
            state.Floats<float>(_means, "means");
            state.Real(ref _priority, "priority", 0);
            _sum = state.AnyReal(_sum);
            Row = state.LongNumber(Row, "row", 0, 100);
            HasWon = state.Truth(HasWon, "win");
            Name = state.Text(Name);
        }
    }
}
