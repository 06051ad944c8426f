using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Tests;

public sealed class PaletteTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(256)]
    public void Few_colors_are_kept_as_they_are(int colors)
    {
        var counts = new Dictionary<int, int>();
        for (int i = 0; i < colors; i++) counts.Add(i * 60_000, i + 1);
        var palette = Palette.Of(counts, 256);
        Assert.Equal(colors, palette.Colors.Count);
        Assert.All(counts.Keys, color => Assert.Equal(color, palette.Colors[palette.IndexOf(color)].Packed));
    }

    [Fact]
    public void Many_colors_are_replaced_by_means_of_similar_ones()
    {
        Dictionary<int, int> counts = new() { [0x000000] = 3, [0x000004] = 1, [0xFF0000] = 5, [0xFB0000] = 5, [0x00FF00] = 7 };
        var palette = Palette.Of(counts, 3);
        Assert.Equal(0x000001, palette.Colors[palette.IndexOf(0x000004)].Packed);
        Assert.Equal(0xFD0000, palette.Colors[palette.IndexOf(0xFF0000)].Packed);
        Assert.Equal(0x00FF00, palette.Colors[palette.IndexOf(0x00FF00)].Packed);
    }

    [Fact]
    public void No_more_colors_are_chosen_than_asked_for()
    {
        var counts = new Dictionary<int, int>();
        for (int i = 0; i < 1000; i++) counts.Add(i * 16_001, 1 + (i % 7));
        Assert.Equal(255, Palette.Of(counts, 255).Colors.Count);
        Assert.Single(Palette.Of(counts, 1).Colors);
    }
}
