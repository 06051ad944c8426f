using System.Linq;
using System.Xml.Linq;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Visualization.Tests;

/// <summary>Names of points lie where nothing else of the panel lies, and captions lie along their lines.</summary>
public class ChartLabelTests
{
    /// <summary>The plot of a chart with a title of one line and one panel of the usual height.</summary>
    private const double Left = 76, Right = 726, Top = 36, Bottom = 250;

    [Fact]
    public void Names_of_points_lie_within_the_panel_and_apart_from_points_lines_and_each_other()
    {
        var panel = new ChartPanel(new ChartAxis("y") { Low = 0, High = 10 });
        panel.Series.Add(new ChartLine([(0, 5), (10, 5)]));
        panel.Series.Add(new ChartDots([(5, 5), (5.1, 5.2), (10, 10)]));
        foreach ((double x, double y) in (List<(double, double)>)[(5, 5), (5.1, 5.2), (10, 10)])
            panel.Labels.Add(new ChartLabel(x, y, $"point {x}", 1));
        var svg = new DrawnChart(Of(panel));
        List<Box> boxes = [.. panel.Labels.Select(label => BoxOf(svg, label.Text))];
        var frame = new Box(Left, Top, Right - Left, Bottom - Top);
        double middle = (Top + Bottom) / 2;
        Assert.All(boxes, box => Assert.True(frame.Contains(box)));
        Assert.All(boxes, box => Assert.False(box.Overlaps(new Box(Left, middle - 1, Right - Left, 2))));
        Assert.All(boxes, box => Assert.Single(boxes, box.Overlaps));
        Assert.InRange(boxes[0].X, 300, 500);
    }

    [Fact]
    public void A_caption_lies_above_its_line_and_has_its_slope()
    {
        var panel = new ChartPanel(new ChartAxis("y") { Low = 0, High = 10 });
        panel.Series.Add(new ChartLine([(0, 0), (10, 10)]) { Caption = "limit" });
        var svg = new DrawnChart(Of(panel));
        XElement text = svg.All("text").Single(element => element.Value == "limit");
        double degrees = Math.Atan2(Bottom - Top, Right - Left) * 180 / Math.PI;
        string[] parts = text.Attribute("transform")!.Value.Split('(', ')', ' ', ',');
        Assert.Contains(parts, part => double.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out double number)
            && Math.Abs(number + degrees) < 0.01);
        (double x, double y) = svg.PlaceOf("limit");
        double onLine = Bottom - ((x - Left) * (Bottom - Top) / (Right - Left));
        Assert.InRange(x, Left, Left + 20);
        Assert.InRange(onLine - y, 4, 16);
    }

    [Fact]
    public void A_name_whose_point_cannot_be_drawn_is_left_out()
    {
        var panel = new ChartPanel(new ChartAxis("y") { IsLogarithmic = true });
        panel.Series.Add(new ChartLine([(0, 1), (10, 10), (10, 1e99)]));
        panel.Labels.Add(new ChartLabel(1, 0, "zero", 0));
        panel.Labels.Add(new ChartLabel(1, 2, "two", 0));
        string[] texts = new DrawnChart(Of(panel)).Texts;
        Assert.Contains("two", texts);
        Assert.DoesNotContain("zero", texts);
    }

    private static Chart Of(ChartPanel panel) => new("title", new ChartAxis("x") { Low = 0, High = 10 }) { Panels = { panel } };

    private static Box BoxOf(DrawnChart svg, string text)
    {
        (double x, double y) = svg.PlaceOf(text);
        return new Box(x, y - 11, ChartText.WidthOf(text), 14);
    }
}
