namespace AsyncRL.Environments.Tests;

/// <summary>The kinds of actions: their texts, their equality, and invalid kinds.</summary>
public class ActionSpecificationTests
{
    [Fact]
    public void Texts_are_for_people()
    {
        Assert.Equal("3", ActionSpecification.Discrete(3).ToString());
        Assert.Equal("2 real numbers from -1 to 5", ActionSpecification.Continuous(2, -1, 5).ToString());
        Assert.Equal("2 real numbers from -1 to 5", ActionSpecification.Continuous([-1, -1], [5, 5]).ToString());
        Assert.Equal("2 real numbers with bounds of their own", ActionSpecification.Continuous([-1, 0], [5, 5]).ToString());
        Assert.Equal("1 real number", ActionSpecification.Continuous(1, float.NegativeInfinity, 1).ToString());
        Assert.Equal("choices of 3 and 5", ActionSpecification.MultiDiscrete(3, 5).ToString());
        Assert.Equal((8, 4, 2), (
            ActionSpecification.MultiDiscrete(3, 5).TotalCount,
            ActionSpecification.Discrete(4).TotalCount,
            ActionSpecification.Continuous(2, -1, 1).TotalCount));
        Assert.Equal(["0:2", "1:0", "1:4"], Array.ConvertAll([2, 3, 7], ActionSpecification.MultiDiscrete(3, 5).NameOf));
    }

    [Fact]
    public void Specifications_of_equal_content_are_equal()
    {
        ActionSpecification[] all =
        [
            ActionSpecification.Discrete(2), ActionSpecification.Discrete(3), ActionSpecification.Continuous(2, 0, 1),
            ActionSpecification.Continuous([0, 0], [1, 2]), ActionSpecification.Continuous([0, -1], [1, 1]),
            ActionSpecification.MultiDiscrete(2, 3), ActionSpecification.MultiDiscrete(3, 2),
        ];
        for (int i = 0; i < all.Length; i++)
        {
            for (int k = 0; k < all.Length; k++) Assert.Equal(i == k, all[i] == all[k]);
        }

        Assert.Equal(ActionSpecification.Continuous(2, 0, 1), ActionSpecification.Continuous([0, 0], [1, 1]));
        Assert.Equal(ActionSpecification.Continuous(2, 0, 1).GetHashCode(), ActionSpecification.Continuous([0, 0], [1, 1]).GetHashCode());
        Assert.Equal(ActionSpecification.Discrete(2), ActionSpecification.Discrete("left", "right"));
        Assert.Equal(ActionSpecification.MultiDiscrete(2, 3), ActionSpecification.MultiDiscrete(2, 3));
    }

    [Fact]
    public void Bounds_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => ActionSpecification.Continuous([0, 0], [1]));

    [Fact]
    public void What_is_no_action_is_refused()
    {
        ActionSpecification choice = ActionSpecification.Discrete(3), several = ActionSpecification.MultiDiscrete(3, 2);
        ActionSpecification vector = ActionSpecification.Continuous([-1, 0], [1, 5]);
        choice.Check(2);
        vector.Check(AgentAction.FromValues([7, -7]));
        several.Check(AgentAction.FromChoices([2, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => choice.Check(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => choice.Check(AgentAction.FromChoices([0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => vector.Check(AgentAction.FromValues([0, float.NaN])));
        Assert.Throws<ArgumentException>(() => vector.Check(AgentAction.FromValues([0])));
        Assert.Throws<ArgumentException>(() => vector.Check(0));
        Assert.Throws<ArgumentException>(() => several.Check(AgentAction.FromChoices([0, 0, 0])));
        Assert.Throws<ArgumentException>(() => several.Check(AgentAction.FromValues([0, 0])));
        var beyond = Assert.Throws<ArgumentOutOfRangeException>(() => several.Check(AgentAction.FromChoices([2, 2])));
        Assert.Contains("Expected a choice from 0 to 1 in dimension 1.", beyond.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => several.Check(AgentAction.FromChoices([-1, 0])));
    }
}
