using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Visualization.Tests;

/// <summary>Tests the elements of a picture of learning curves, read back as XML.</summary>
public class LearningCurvePictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Points_lie_between_the_ends_of_both_axes()
    {
        XElement svg = Draw(new LearningCurvePicture("title", -1, 1), new LearningLine(0, [(0, -1), (200_000, 0), (400_000, 1)]));
        Assert.Equal([(60.0, 254.0), (400.0, 147.0), (740.0, 40.0)], PointsOf(svg.Element(Svg + "polyline")!));
        string[] texts = [.. svg.Elements(Svg + "text").Select(text => text.Value)];
        Assert.Equal(["title", "-1", "-0.5", "0", "0.5", "1", "0 k", "100 k", "200 k", "300 k", "400 k", "agent steps"], texts);
    }

    [Fact]
    public void A_band_goes_along_its_upper_and_back_along_its_lower_edge()
    {
        var line = new LearningLine(1, [(0, 5), (10, 5)]) { Band = [(0, 4, 6), (10, 0, 10)] };
        XElement svg = Draw(new LearningCurvePicture("title", 0, 10) { Axis = "seconds" }, line);
        Assert.Equal([(60.0, 125.6), (740.0, 40.0), (740.0, 254.0), (60.0, 168.4)], PointsOf(svg.Element(Svg + "polygon")!));
        Assert.Contains(svg.Elements(Svg + "text"), text => text.Value == "seconds");
        Assert.Contains(svg.Elements(Svg + "text"), text => text.Value == "10");
    }

    [Fact]
    public void A_logarithmic_axis_gives_each_factor_the_same_width()
    {
        var picture = new LearningCurvePicture("title", 0, 10) { Axis = "seconds", IsLogarithmic = true };
        XElement svg = Draw(picture, new LearningLine(0, [(0.1, 0), (1, 5), (10, 10)]));
        Assert.Equal([(60.0, 254.0), (400.0, 147.0), (740.0, 40.0)], PointsOf(svg.Element(Svg + "polyline")!));
        string[] texts = [.. svg.Elements(Svg + "text").Select(text => text.Value)];
        Assert.Equal(["0.1", "0.2", "0.5", "1", "2", "5", "10", "seconds"], texts[^8..]);
        picture.Lines.Add(new LearningLine(1, [(0.0001, 0), (10, 10)]));
        Assert.Equal(60, PointsOf(XElement.Parse(picture.Draw()).Elements(Svg + "polyline").Last()).First().X);
    }

    [Fact]
    public void The_legend_has_the_color_and_the_dashes_of_each_line_and_makes_room_for_itself()
    {
        var picture = new LearningCurvePicture("a < b & c", 0, 1);
        XElement without = Draw(picture, new LearningLine(0, [(0, 0), (1, 1)]));
        for (int i = 0; i < 5; i++)
        {
            picture.Lines.Add(new LearningLine(i, [(0, 0), (1, 1)]) { Dashes = i });
            picture.Legend.Add(new LegendEntry($"<line {i}>", i, i));
        }

        XElement svg = XElement.Parse(picture.Draw());
        Assert.Equal("a < b & c", svg.Elements(Svg + "text").First().Value);
        XElement[] curves = [.. svg.Elements(Svg + "polyline").Skip(1)], entries = [.. svg.Elements(Svg + "line").TakeLast(5)];
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal((string?)curves[i].Attribute("stroke"), (string?)entries[i].Attribute("stroke"));
            Assert.Equal((string?)curves[i].Attribute("stroke-dasharray"), (string?)entries[i].Attribute("stroke-dasharray"));
            Assert.Contains(svg.Elements(Svg + "text"), text => text.Value == $"<line {i}>");
        }

        Assert.Null(entries[0].Attribute("stroke-dasharray"));
        Assert.Equal(3, entries[1..4].Select(entry => (string?)entry.Attribute("stroke-dasharray")).Distinct().Count());
        Assert.Equal(HeightOf(without) + 40, HeightOf(svg));
        Assert.Equal(picture.Draw(), picture.Draw());
    }

    private static XElement Draw(LearningCurvePicture picture, LearningLine line)
    {
        picture.Lines.Add(line);
        return XElement.Parse(picture.Draw());
    }

    private static int HeightOf(XElement svg) => int.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[3], CultureInfo.InvariantCulture);

    private static IEnumerable<(double X, double Y)> PointsOf(XElement line) =>
        line.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(point =>
        {
            double[] pair = Array.ConvertAll(point.Split(','), number => double.Parse(number, CultureInfo.InvariantCulture));
            return (pair[0], pair[1]);
        });
}
