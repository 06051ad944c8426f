using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Tests.Lanes;

/// <summary>Tests every operation of every lane, and of pairs of lanes; <see cref="LaneContract"/> defines the result of each.</summary>
public class LaneOperationTests
{
    private static readonly Dictionary<string, LaneContract> Contracts = new()
    {
        ["one float"] = new LaneContract<ScalarLane<float>, float>(),
        ["one double"] = new LaneContract<ScalarLane<double>, double>(),
        ["128 bits"] = new LaneContract<Lane128, float>(),
        ["256 bits"] = new LaneContract<Lane256, float>(),
        ["512 bits"] = new LaneContract<Lane512, float>(),
        ["two floats"] = new LaneContract<LanePair<ScalarLane<float>, float>, float>(),
        ["two doubles"] = new LaneContract<LanePair<ScalarLane<double>, double>, double>(),
        ["twice 128 bits"] = new LaneContract<LanePair<Lane128, float>, float>(),
        ["twice 256 bits"] = new LaneContract<LanePair<Lane256, float>, float>(),
        ["twice 512 bits"] = new LaneContract<LanePair<Lane512, float>, float>(),
    };

    public static TheoryData<string> Lanes => [.. Contracts.Keys];

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Addition_subtraction_multiplication_and_division_are_exactly_rounded(string lane) => Contracts[lane].Arithmetic();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Multiply_add_rounds_once_where_the_machine_fuses_and_twice_where_not(string lane) => Contracts[lane].MultiplyAdd();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Broadcast_multiply_add_multiplies_by_the_number_at_the_offset(string lane) => Contracts[lane].BroadcastMultiplyAdd();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Load_multiply_add_multiplies_by_the_numbers_from_the_offset_on(string lane) => Contracts[lane].LoadMultiplyAdd();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void The_reciprocal_square_root_is_within_its_stated_bound(string lane) => Contracts[lane].ReciprocalSquareRoot();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Minimum_and_maximum_keep_a_value_that_is_no_number(string lane) => Contracts[lane].MinimumAndMaximum();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Select_greater_chooses_by_a_comparison_that_is_false_for_what_is_no_number(string lane) => Contracts[lane].SelectGreater();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Power_of_two_is_exact_for_every_exponent_of_a_normal_number(string lane) => Contracts[lane].PowerOfTwo();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Split_exponent_gives_a_mantissa_near_1_and_loses_nothing(string lane) => Contracts[lane].SplitExponent();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Load_and_store_touch_one_lane_at_the_offset(string lane) => Contracts[lane].LoadAndStore();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Sum_adds_all_elements_in_a_tree(string lane) => Contracts[lane].Sum();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void Store_sums_writes_the_sums_of_four_lanes_side_by_side(string lane) => Contracts[lane].StoreSums();

    [Theory]
    [MemberData(nameof(Lanes))]
    public void The_lane_knows_whether_it_fuses(string lane) => Contracts[lane].IsFused();

    [Fact]
    public void A_pair_is_twice_as_wide()
    {
        Assert.Equal(2 * Lane256.Width, LanePair<Lane256, float>.Width);
        Assert.Equal(LaneWidth.Vector256, LanePair<Lane256, float>.Kind);
        Assert.Equal(Lane256.IsAccelerated, LanePair<Lane256, float>.IsAccelerated);
    }
}
