using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Numerics.Tests.Initialization;

/// <summary>Tests the guarantees of every initializer.</summary>
public class InitializerTests
{
    public static TheoryData<string> Names => [.. Array.ConvertAll([.. Initializer.All], initializer => initializer.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seed_fixes_the_parameters(string name)
    {
        Assert.Equal(Initialize(name, 1), Initialize(name, 1));
        Assert.NotEqual(Initialize(name, 1), Initialize(name, 2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_weight_is_drawn_and_the_padding_is_not_touched(string name)
    {
        ParameterLayout layout = MakeStructure().Layout;
        float[] parameters = Initialize(name, 1, 77);
        foreach (ParameterSlice slice in layout.Slices)
        {
            Span<float> numbers = slice.Of(parameters.AsSpan());
            if (slice.Shape.Role == ParameterRole.Weights) Assert.Equal(-1, numbers.IndexOfAny(0, 77));
            numbers.Fill(77);
        }

        Assert.False(parameters.AsSpan().ContainsAnyExcept(77));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gains_start_at_1_and_shifts_at_0(string name)
    {
        float[] gain = new float[20], shift = new float[20];
        Array.Fill(shift, 77);
        Find(name).Fill(new ParameterShape("gain", ParameterRole.Gain, [20], 1, 1), new RandomGenerator(1), gain);
        Find(name).Fill(new ParameterShape("shift", ParameterRole.Shift, [20], 1, 1), new RandomGenerator(1), shift);
        Assert.All(gain, number => Assert.Equal(1, number));
        Assert.All(shift, number => Assert.Equal(0, number));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_have_mean_0(string name)
    {
        var shape = new ParameterShape("weights", ParameterRole.Weights, [100, 200], 100, 200);
        var weights = new float[shape.Length];
        Find(name).Fill(shape, new RandomGenerator(1), weights);
        double sum = 0, squares = 0;
        foreach (float weight in weights) (sum, squares) = (sum + weight, squares + ((double)weight * weight));
        Assert.InRange(sum / Math.Sqrt(squares), -5, 5);
    }

    [Fact]
    public void A_block_of_another_layout_gets_a_sentence()
    {
        ParameterLayout layout = MakeStructure().Layout;
        Assert.Equal(
            $"initializer: parameters has 3 numbers; expected {layout.BlockLength}.",
            Assert.Throws<ArgumentException>(() => new FanInUniform().Initialize(layout, new RandomGenerator(1), new float[3])).Message);
    }

    [Fact]
    public void Initializers_go_by_different_names_and_the_replicas_choice_is_the_default()
    {
        string[] names = Array.ConvertAll([.. Initializer.All], initializer => initializer.Name);
        Assert.Equal(names.Length, new HashSet<string>(names).Count);
        Assert.Equal("torch", Initializer.All[0].Name);
    }

    private static float[] Initialize(string name, ulong seed, float before = 0)
    {
        ParameterLayout layout = MakeStructure().Layout;
        var parameters = new float[layout.BlockLength];
        Array.Fill(parameters, before);
        Find(name).Initialize(layout, new RandomGenerator(seed), parameters);
        return parameters;
    }

    private static Initializer Find(string name) => Array.Find([.. Initializer.All], initializer => initializer.Name == name)!;

    private static NetworkStructure MakeStructure() => new(
        new NetworkDescription("test", "tests", [new Convolution(5, 3, 2), new Rectifier(), new FullyConnected(7)]),
        new Shape(9, 8, 3),
        new HeadDescription("policy", 3));
}
