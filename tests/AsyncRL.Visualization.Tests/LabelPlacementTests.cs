using AsyncRL.Visualization.Charts;

namespace AsyncRL.Visualization.Tests;

public sealed class LabelPlacementTests
{
    private static readonly Box Frame = new(0, 0, 400, 300);

    [Fact]
    public void Labels_of_points_that_lie_together_lie_apart()
    {
        var placement = new LabelPlacement(Frame);
        var taken = new List<Box>();
        for (int i = 0; i < 8; i++) taken.Add(Box.Around(200 + (3 * i), 150, 6));
        foreach (Box point in taken) placement.Reserve(point);
        for (int i = 0; i < 8; i++)
        {
            Box label = placement.Place(200 + (3 * i), 150, "a label");
            Assert.True(Frame.Contains(label));
            Assert.DoesNotContain(taken, label.Overlaps);
            taken.Add(label);
        }
    }

    [Fact]
    public void A_label_stays_within_the_frame() => Assert.True(Frame.Contains(new LabelPlacement(Frame).Place(398, 299, "a label")));

    [Fact]
    public void A_label_covers_a_line_only_if_there_is_no_other_room_near_its_point()
    {
        var line = new Box(0, 140, 400, 20);
        LabelPlacement beside = new(Frame), among = new(Frame);
        beside.Avoid(line);
        Assert.False(beside.Place(200, 150, "a label").Overlaps(line));
        among.Avoid(Frame);
        Assert.Equal(210, among.Place(200, 150, "a label").X);
    }

    [Fact]
    public void A_label_for_which_there_is_no_room_lies_right_of_its_point()
    {
        var placement = new LabelPlacement(Frame);
        placement.Reserve(Frame);
        Assert.Equal(110, placement.Place(100, 100, "a label").X);
    }
}
