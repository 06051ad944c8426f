using AsyncRL.Environments.Torcs.Racing;

namespace AsyncRL.Environments.Torcs.Tests;

/// <summary>The numbers that the robot tells.</summary>
public sealed class RaceStateTests
{
    private const int OwnNumbers = 19 + RaceState.Ranges + RaceState.Bends;

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_car_is_lost_if_any_number_of_its_own_is_not_finite(float wrong)
    {
        for (int place = 0; place < OwnNumbers; place++)
        {
            var numbers = new float[RaceState.CountWith(opponents: 2)];
            Assert.False(new RaceState(numbers).IsLost);
            numbers[place] = wrong;
            Assert.True(new RaceState(numbers).IsLost, $"number {place}");
        }
    }

    /// <summary>The robot passes over an opponent whose place is not finite.</summary>
    [Fact]
    public void A_car_is_not_lost_with_an_opponent()
    {
        var numbers = new float[RaceState.CountWith(opponents: 2)];
        Array.Fill(numbers, float.NaN, OwnNumbers, numbers.Length - OwnNumbers);
        Assert.False(new RaceState(numbers).IsLost);
    }
}
