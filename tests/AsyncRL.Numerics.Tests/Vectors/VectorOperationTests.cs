using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Vectors;

/// <summary>
/// Tests every operation of every vector, and of pairs of vectors; <see cref="VectorContract"/> defines the result of each.
/// </summary>
public class VectorOperationTests
{
    private static readonly Dictionary<string, VectorContract> Contracts = new()
    {
        ["one float"] = new VectorContract<ScalarVector<float>, float>(),
        ["one double"] = new VectorContract<ScalarVector<double>, double>(),
        ["128 bits"] = new VectorContract<Vector128Float, float>(),
        ["256 bits"] = new VectorContract<Vector256Float, float>(),
        ["512 bits"] = new VectorContract<Vector512Float, float>(),
        ["two floats"] = new VectorContract<VectorPair<ScalarVector<float>, float>, float>(),
        ["two doubles"] = new VectorContract<VectorPair<ScalarVector<double>, double>, double>(),
        ["twice 128 bits"] = new VectorContract<VectorPair<Vector128Float, float>, float>(),
        ["twice 256 bits"] = new VectorContract<VectorPair<Vector256Float, float>, float>(),
        ["twice 512 bits"] = new VectorContract<VectorPair<Vector512Float, float>, float>(),
    };

    public static TheoryData<string> Lanes => [.. Contracts.Keys];

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Addition_subtraction_multiplication_and_division_are_exactly_rounded(string width) => Contracts[width].Arithmetic();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Multiply_add_rounds_once_where_the_machine_fuses_and_twice_where_not(string width) => Contracts[width].MultiplyAdd();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Broadcast_multiply_add_multiplies_by_the_number_at_the_offset(string width) => Contracts[width].BroadcastMultiplyAdd();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Load_multiply_add_multiplies_by_the_numbers_from_the_offset_on(string width) => Contracts[width].LoadMultiplyAdd();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void The_reciprocal_square_root_is_within_its_stated_bound(string width) => Contracts[width].ReciprocalSquareRoot();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Minimum_and_maximum_keep_a_value_that_is_no_number(string width) => Contracts[width].MinimumAndMaximum();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Select_greater_chooses_by_a_comparison_that_is_false_for_what_is_no_number(string width) =>
        Contracts[width].SelectGreater();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Power_of_two_is_exact_for_every_exponent_of_a_normal_number(string width) => Contracts[width].PowerOfTwo();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Split_exponent_gives_a_mantissa_near_1_and_loses_nothing(string width) => Contracts[width].SplitExponent();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Load_and_store_touch_one_width_at_the_offset(string width) => Contracts[width].LoadAndStore();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Sum_adds_all_elements_in_a_tree(string width) => Contracts[width].Sum();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Store_sums_writes_the_sums_of_four_vectors_side_by_side(string width) => Contracts[width].StoreSums();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void The_width_knows_whether_it_fuses(string width) => Contracts[width].IsFused();

    [Fact]
    public void A_pair_is_twice_as_wide()
    {
        Assert.Equal(2 * Vector256Float.Width, VectorPair<Vector256Float, float>.Width);
        Assert.Equal(VectorWidth.Vector256, VectorPair<Vector256Float, float>.Kind);
        Assert.Equal(Vector256Float.IsAccelerated, VectorPair<Vector256Float, float>.IsAccelerated);
    }
}
