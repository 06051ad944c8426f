using System.Linq;
using System.Xml.Linq;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Tests;

/// <summary>The pictures of what an agent has learned.</summary>
public class FigureTests
{
    [Fact]
    public void A_sheet_embeds_its_pictures_and_keeps_text()
    {
        var red = new Picture(7, 5);
        red.Fill(0, 0, 7, 5, new Rgb(200, 10, 20));
        var sheet = new ImageSheet("a < b & c")
        {
            Columns = [["first", "V = 1"], ["second"]],
            Keys = [(new Rgb(1, 2, 3), "a meaning")],
            Bar = new ColorBar("low", "high", ColorScale.Viridis),
        };
        sheet.Add(["a row"], red, new Picture(3, 9));
        sheet.Add([], red);
        string svg = sheet.Draw();
        Assert.Equal(svg, sheet.Draw());
        XElement root = XElement.Parse(svg);
        string[] texts = [.. root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Equal(["a < b & c", "first", "V = 1", "second", "a row", "low", "high", "a meaning"], texts);
        XElement[] images = [.. root.Descendants().Where(e => e.Name.LocalName == "image")];
        Assert.Equal(4, images.Length);
        string data = images[0].Attribute("href")!.Value;
        Picture read = DecodedPng.Read(Convert.FromBase64String(data["data:image/png;base64,".Length..]));
        Assert.Equal((7, 5), (read.Width, read.Height));
        Assert.Equal(new Rgb(200, 10, 20), read[3, 2]);
        Assert.Contains(root.Descendants(), e => e.Attribute("fill")?.Value == "#010203");
        AssertWithin(root, images);
    }

    [Fact]
    public void An_overlay_is_the_dimmed_frame_where_nothing_matters_and_full_color_from_the_scale_on()
    {
        var frame = new Picture(2, 2);
        frame.Fill(0, 0, 2, 2, Rgb.Gray(200));
        Picture plain = SaliencyOverlay.Draw(frame, [0, 0, 0, 0], [0, 0, 0, 0], 0, 0);
        Assert.Equal(Rgb.Gray(150), plain[1, 1]);
        Picture colored = SaliencyOverlay.Draw(frame, [0, 4, 0, 0], [0, 0, 9, 1], policyScale: 4, valueScale: 2);
        Assert.Equal(Rgb.Gray(150), colored[0, 0]);
        Assert.Equal(SaliencyOverlay.PolicyColor, colored[1, 0]);
        Assert.Equal(SaliencyOverlay.ValueColor, colored[0, 1]);
        Assert.Equal(new Rgb(202, 107, 99), colored[1, 1]);
    }

    [Fact]
    public void The_point_of_a_share_is_taken_over_all_maps()
    {
        float[] low = new float[100], high = new float[100];
        for (int i = 0; i < 100; i++) (low[i], high[i]) = (i, 100 + i);
        Assert.Equal(199, SaliencyOverlay.PointOf([low, high]));
        Assert.Equal(100, SaliencyOverlay.PointOf([high, low], 0.5));
        Assert.Equal(0, SaliencyOverlay.PointOf([]));
    }

    [Fact]
    public void Tiles_lie_in_rows_with_gaps_and_leave_out_what_is_no_number()
    {
        Tile tile = new(2, 1, [1, float.NaN]);
        Picture picture = Tiles.Draw([tile, tile, tile], columns: 2, pixel: 3, _ => new Rgb(9, 9, 9), gap: 4);
        Assert.Equal((6 + 4 + 6, 3 + 4 + 3), (picture.Width, picture.Height));
        Assert.Equal(new Rgb(9, 9, 9), picture[0, 0]);
        Assert.Equal(Rgb.Gray(255), picture[3, 0]);
        Assert.Equal(Rgb.Gray(255), picture[7, 0]);
        Assert.Equal(new Rgb(9, 9, 9), picture[10, 2]);
        Assert.Equal(new Rgb(9, 9, 9), picture[0, 7]);
        Assert.Equal(Rgb.Gray(255), picture[10, 7]);
    }

    [Fact]
    public void Scales_of_colors_have_their_ends_and_their_middle()
    {
        Assert.Equal(new Rgb(68, 1, 84), ColorScale.Viridis(-1));
        Assert.Equal(new Rgb(253, 231, 37), ColorScale.Viridis(1));
        Assert.Equal(new Rgb(247, 247, 247), ColorScale.Diverging(0));
        Assert.Equal(new Rgb(178, 24, 43), ColorScale.Diverging(2));
        Assert.Equal(ColorScale.Viridis(0), ColorScale.Viridis(double.NaN));
        for (double share = 0.1; share <= 1; share += 0.1)
            Assert.True(ColorScale.Viridis(share).Brightness > ColorScale.Viridis(share - 0.1).Brightness);
    }

    [Fact]
    public void A_scale_with_names_gives_each_number_one_color_and_its_name()
    {
        var scale = new ChartColorScale("best action") { Names = ["left", "stay", "right"] };
        var panel = new ChartPanel(new ChartAxis("y")) { Colors = scale };
        panel.Series.Add(new ChartHeatMap(0, 2, 0, 2, new double[,] { { 0, 1 }, { 2, 2 } }));
        var drawn = new DrawnChart(new Chart("", new ChartAxis("x")) { Panels = { panel } });
        foreach (string name in (string[])["left", "stay", "right", "best action"]) Assert.Contains(name, drawn.Texts);
        string[] fills = [.. drawn.All("rect").Select(cell => DrawnChart.StyleOf(cell, "fill")).Distinct()];
        Assert.Equal(3, fills.Count(fill => fill is not ("" or "none" or "rgb(255,255,255)")));
    }

    private static void AssertWithin(XElement root, XElement[] images)
    {
        int width = (int)root.Attribute("width")!, height = (int)root.Attribute("height")!;
        foreach (XElement image in images)
        {
            Assert.InRange((int)image.Attribute("x")! + (int)image.Attribute("width")!, 0, width);
            Assert.InRange((int)image.Attribute("y")! + (int)image.Attribute("height")!, 0, height);
        }
    }
}
