using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Visualization.Tests;

/// <summary>Every number of a chart lies at its place, and every text stands beside what it names.</summary>
public class ChartTests
{
    private const string Blue = "rgb(27,108,168)", Red = "rgb(200,85,61)", Grid = "rgb(230,230,230)", Gray = "rgb(102,102,102)";

    /// <summary>The plot of a chart with a title of one line and one panel of the usual height.</summary>
    private const double Left = 76, Right = 726, Top = 36, Bottom = 250, Middle = (Top + Bottom) / 2;

    [Fact]
    public void Points_lie_between_the_ends_of_both_axes()
    {
        var svg = new DrawnChart(Of(new ChartLine([(0, -1), (200_000, 0), (400_000, 1)]), Y(-1, 1)));
        AssertPlaces([(Left, Bottom), ((Left + Right) / 2, Middle), (Right, Top)], svg.LinesOf(Blue).Single());
        string[] labels = ["0", "100,000", "200,000", "300,000", "400,000"];
        Assert.Equal(labels, svg.Texts.Where(labels.Contains).Take(5));
        AssertHas(svg, "title", "agent steps", "return", "−1", "−0.5", "0.5", "1");
        Assert.Equal(Left, svg.PlaceOf("100,000").X - 162.5, 3);
        Assert.Equal(Right, svg.PlaceOf("400,000").X, 3);
        Assert.Equal(Bottom - Top, svg.PlaceOf("−1").Y - svg.PlaceOf("1").Y, 3);
        double[] rows = [.. svg.LinesOf(Grid).Select(DrawnChart.PointsOf).Where(l => l[0].Y == l[1].Y).Select(l => l[0].Y).Order()];
        Assert.Equal([Top, 89.5, Middle, 196.5, Bottom], rows);
    }

    [Fact]
    public void A_logarithmic_axis_gives_each_factor_the_same_length()
    {
        var line = new ChartLine([(0, 5), (0.1, 0.01), (1, 1), (10, 100), (11, 0)]);
        ChartPanel panel = Panel(line, Y(0.01, 100) with { IsLogarithmic = true });
        var svg = new DrawnChart(new Chart("title", new ChartAxis("seconds") { IsLogarithmic = true, High = 10 }) { Panels = { panel } });
        AssertPlaces([(Left, Bottom), ((Left + Right) / 2, Middle), (Right, Top)], svg.LinesOf(Blue).Single());
        Assert.Equal(["0.1", "0.2", "0.5", "1", "2", "5", "10"], svg.Texts[..7]);
        Assert.Equal((Left + Right) / 2, svg.All("text").Where(t => t.Value == "1").Select(AnchorOf).Max(), 3);

        static double AnchorOf(XElement text) => DrawnChart.PointsOf(new XElement(
            "line", new XAttribute("points", text.Attribute("transform")!.Value.Split('(', ')')[1])))[0].X;
    }

    [Fact]
    public void A_band_goes_along_its_upper_and_back_along_its_lower_edge_below_its_line()
    {
        var line = new ChartLine([(0, 5), (10, 5)]) { Color = 1, Band = [(0, 4, 6), (10, 0, 10)] };
        var svg = new DrawnChart(Of(line, Y(0, 10)));
        XElement band = svg.All("polygon").Single();
        Assert.Equal(Red, DrawnChart.StyleOf(band, "fill"));
        Assert.Equal(0.15, double.Parse(DrawnChart.StyleOf(band, "fill-opacity"), CultureInfo.InvariantCulture), 2);
        (double, double)[] corners = [(Left, 121.6), (Right, Top), (Right, Bottom), (Left, 164.4)];
        Assert.Equal(corners.Order(), DrawnChart.PointsOf(band).Select(Rounded).Order());
        Assert.True(band.IsBefore(svg.LinesOf(Red).Single()));
    }

    [Fact]
    public void Points_that_are_not_finite_make_gaps_in_a_line_and_its_band()
    {
        double[] values = [0, 1, double.NaN, 2, 3, double.PositiveInfinity, 4];
        var line = new ChartLine([.. values.Select((value, i) => ((double)i, value))])
        {
            Band = [.. values.Select((value, i) => ((double)i, value - 1, value + 1))],
        };
        var svg = new DrawnChart(Of(line, Y(-1, 5)));
        Assert.Equal([2, 2, 1], svg.LinesOf(Blue).Select(part => DrawnChart.PointsOf(part).Length));
        Assert.Equal(2, svg.All("polygon").Count(band => DrawnChart.PointsOf(band).Length == 4));
    }

    [Fact]
    public void A_line_of_one_point_is_a_dot()
    {
        var svg = new DrawnChart(Of(new ChartLine([(3, 7)]), Y(0, 14)));
        Assert.Equal(((Left + Right) / 2, Middle), CenterOf(svg.All("ellipse").Single()));
    }

    [Fact]
    public void Dots_have_the_color_of_their_value()
    {
        ChartPanel panel = new(Y(0, 4)) { Colors = new ChartColorScale("value") };
        panel.Series.Add(new ChartDots([(0, 0), (1, 2), (2, 4)]) { Values = [-3, double.NaN, 5] });
        panel.Series.Add(new ChartDots([(1, 0)]));
        var svg = new DrawnChart(new Chart("title", new ChartAxis("x") { Low = 0, High = 2 }) { Panels = { panel } });
        XElement[] dots = [.. svg.All("ellipse")];
        Assert.Equal(["rgb(68,1,84)", "rgb(253,231,37)", Grid, Blue], dots.Select(dot => DrawnChart.StyleOf(dot, "fill")));
        Assert.Equal([(Left, Bottom), (668, Top), (372, Middle), (372, Bottom)], dots.Select(CenterOf));
        AssertHas(svg, "−2", "5", "value");
        Assert.True(svg.PlaceOf("−2").X > 668);
    }

    [Fact]
    public void A_heat_map_fills_the_cell_of_each_number()
    {
        ChartPanel panel = new(new ChartAxis("row")) { Colors = new ChartColorScale("value"), Height = 200 };
        panel.Series.Add(new ChartHeatMap(0, 4, 10, 12, new[,] { { 0.0, 1 }, { 2, 3 }, { 4, 5 }, { 6, double.NaN } }));
        var svg = new DrawnChart(new Chart("title", new ChartAxis("column")) { Panels = { panel } });
        XElement[] cells = [.. svg.All("rect").Where(rect => DrawnChart.Number(rect, "height") == 100)];
        Assert.Equal(8, cells.Length);
        Assert.Equal("rgb(68,1,84)", FillAt(0, 1));
        Assert.Equal("rgb(253,231,37)", FillAt(3, 1));
        Assert.Equal(Grid, FillAt(3, 0));

        string FillAt(int column, int row) => DrawnChart.StyleOf(
            cells.Single(cell => Math.Abs(DrawnChart.Number(cell, "x") - (76 + (column * 148))) < 1
                && DrawnChart.Number(cell, "y") == 36 + (100 * row)), "fill");
    }

    [Fact]
    public void Stems_go_from_0_to_their_points()
    {
        var svg = new DrawnChart(Of(new ChartStems([(0, 1), (1, -1)]), Y(-1, 1), new ChartAxis("x") { Low = 0, High = 1 }));
        XElement[] stems = svg.LinesOf(Blue);
        AssertPlaces([(Left, Middle), (Left, Top)], stems[0]);
        AssertPlaces([(Right, Middle), (Right, Bottom)], stems[1]);
    }

    [Fact]
    public void Areas_lie_on_each_other()
    {
        var areas = new ChartAreas([0, 1], [new ChartArea("left", 0, [0.25, 0.5]), new ChartArea("right", 1, [0.75, double.NaN])]);
        var svg = new DrawnChart(Of(areas, new ChartAxis("policy")));
        XElement[] polygons = [.. svg.All("polygon")];
        Assert.Equal([Blue, Red], polygons.Select(area => DrawnChart.StyleOf(area, "fill")));
        Assert.Equal(
            new[] { (Left, Bottom), (Left, 196.5), (Right, Bottom), (Right, Middle) }.Order(),
            DrawnChart.PointsOf(polygons[0]).Select(Rounded).Order());
        Assert.Equal(
            new[] { (Left, 196.5), (Left, Top), (Right, Middle), (Right, Middle) }.Order(),
            DrawnChart.PointsOf(polygons[1]).Select(Rounded).Order());
        Assert.Equal(["left", "right"], svg.Texts[^2..]);
    }

    [Fact]
    public void The_names_of_marks_stand_beside_the_plot_and_apart()
    {
        ChartPanel panel = Panel(new ChartLine([(0, 0), (1, 10)]), Y(0, 10));
        foreach ((string name, double y) in ((string, double)[])[("low", 5), ("high", 5.1), ("beyond", 11), ("nowhere", double.NaN)])
            panel.Marks.Add(new ChartMark(name, y));
        var svg = new DrawnChart(new Chart("title", new ChartAxis("x")) { Panels = { panel } });
        XElement[] lines = [.. svg.LinesOf(Gray).Where(line => DrawnChart.StyleOf(line, "stroke-dasharray").Length > 0)];
        Assert.Equal([Middle, 140.86], lines.Select(line => DrawnChart.PointsOf(line)[0].Y), Near);
        Assert.Contains("low", svg.Texts);
        Assert.DoesNotContain("beyond", svg.Texts);
        Assert.DoesNotContain("nowhere", svg.Texts);
        double plotEnd = DrawnChart.PointsOf(lines[0])[1].X;
        Assert.All((string[])["low", "high"], name => Assert.True(svg.PlaceOf(name).X > plotEnd));
        Assert.True(svg.PlaceOf("low").Y - svg.PlaceOf("high").Y >= 13);
    }

    [Fact]
    public void A_small_picture_lies_at_its_place_with_its_own_bytes()
    {
        using var png = new MemoryStream();
        Files.Png.Write(Drawings.Noise(8, 4, 3, seed: 1), png);
        ChartPanel panel = Panel(new ChartDots([(0, 0), (10, 10)]), Y(0, 10));
        panel.Thumbnails.Add(new ChartThumbnail(0, 0, png.ToArray()) { Place = (5, 5), Width = 40 });
        panel.Thumbnails.Add(new ChartThumbnail(5, 0, png.ToArray()) { Width = 40 });
        var svg = new DrawnChart(new Chart("title", new ChartAxis("x") { Low = 0, High = 10 }) { Panels = { panel } });
        XElement[] images = [.. svg.All("image")];
        Assert.Equal([401.0 - 20, 401 - 20], images.Select(image => DrawnChart.Number(image, "x")), Near);
        Assert.Equal([Middle - 10, Bottom - 10 - 20], images.Select(image => DrawnChart.Number(image, "y")), Near);
        Assert.All(images, image => Assert.Equal((40, 20), (DrawnChart.Number(image, "width"), DrawnChart.Number(image, "height"))));
        XNamespace link = "http://www.w3.org/1999/xlink";
        Assert.EndsWith(Convert.ToBase64String(png.ToArray()), images[0].Attribute(link + "href")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Panels_lie_above_each_other_and_share_the_horizontal_axis()
    {
        ChartPanel upper = Panel(new ChartLine([(0, 0), (10, 1)]), Y(0, 1)), lower = new(Y(0, 5)) { Height = 100 };
        lower.Series.Add(new ChartLine([(5, 0), (10, 5)]) { Color = 1 });
        var svg = new DrawnChart(new Chart("title", new ChartAxis("x")) { Panels = { upper, lower } });
        AssertPlaces([(Left, Bottom), (Right, Top)], svg.LinesOf(Blue).Single());
        AssertPlaces([((Left + Right) / 2, 372), (Right, 272)], svg.LinesOf(Red).Single());
        Assert.Equal(372 + 46, svg.Height);
    }

    [Fact]
    public void A_heading_stands_between_its_panel_and_the_one_above()
    {
        ChartPanel upper = Panel(new ChartLine([(0, 0), (10, 1)]), Y(0, 1)), lower = new(Y(0, 5)) { Title = "heading", Height = 100 };
        lower.Series.Add(new ChartLine([(0, 0), (10, 5)]) { Color = 1 });
        var svg = new DrawnChart(new Chart("title", new ChartAxis("x")) { Panels = { upper, lower } });
        AssertPlaces([(Left, 388), (Right, 288)], svg.LinesOf(Red).Single());
        Assert.Equal(Left, svg.PlaceOf("heading").X);
        Assert.InRange(svg.PlaceOf("heading").Y, 272, 286);
    }

    [Fact]
    public void The_data_are_the_numbers_of_all_series_as_lines_of_text()
    {
        ChartPanel panel = new(new ChartAxis("a, \"b\""));
        panel.Series.Add(new ChartLine([(0, 0.1), (1, double.NaN)]) { Name = "line", Label = "run 1", Band = [(0, -1, 1e-7)] });
        panel.Series.Add(new ChartDots([(3, 4)]) { Name = "dots", Values = [7] });
        panel.Series.Add(new ChartStems([(5, 6)]) { Name = "stems" });
        panel.Series.Add(new ChartAreas([8], [new ChartArea("left", 0, [0.5])]) { Label = "thread 1" });
        panel.Series.Add(new ChartHeatMap(0, 2, 0, 1, new[,] { { 10.0 }, { 20 } }));
        panel.Marks.Add(new ChartMark("mark", 9));
        string[] lines = new Chart("title", new ChartAxis("x")) { Panels = { panel } }.Data().Split('\n');
        const string Panel = "\"a, \"\"b\"\"\"";
        Assert.Equal(
            [
                "panel,series,x,y,low,high,value", $"{Panel},run 1,0,0.1,,,", $"{Panel},run 1,1,,,,", $"{Panel},run 1,0,,-1,1E-07,",
                $"{Panel},dots,3,4,,,7", $"{Panel},stems,5,6,,,", $"{Panel},thread 1 left,8,0.5,,,", $"{Panel},,0.5,0.5,,,10",
                $"{Panel},,1.5,0.5,,,20", $"{Panel},mark,,9,,,", "",
            ],
            lines);
    }

    [Theory]
    [InlineData(0, 1e300)]
    [InlineData(-1e308, 1e308)]
    [InlineData(5e-324, 1e-323)]
    [InlineData(1e15, 1e15)]
    [InlineData(123456789.123456, 123456789.123457)]
    public void Numbers_that_no_axis_can_show_do_not_break_a_chart(double low, double high)
    {
        foreach (bool isLogarithmic in (bool[])[false, true])
        {
            var axis = new ChartAxis("return") { IsLogarithmic = isLogarithmic };
            string svg = Of(new ChartLine([(0, low), (1, high)]), axis).Draw();
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_axis_that_counts_has_only_whole_labels()
    {
        var svg = new DrawnChart(Of(new ChartLine([(-0.5, 0), (1.5, 1)]), Y(0, 1), new ChartAxis("thread") { IsWhole = true }));
        Assert.Equal(["0", "1"], svg.Texts[..2]);
        Assert.Equal(["title", "thread"], svg.Texts[^3..^1]);
    }

    [Fact]
    public void The_legend_has_the_color_and_the_dashes_of_each_line_and_makes_room_for_itself()
    {
        ChartPanel panel = Panel(new ChartLine([(0, 0), (1, 1)]), Y(0, 1));
        var chart = new Chart("title", new ChartAxis("x")) { Panels = { panel } };
        double without = new DrawnChart(chart).Height;
        for (int i = 0; i < 5; i++)
            panel.Series.Add(new ChartLine([(0, 0), (1, 1)]) { Name = $"<line {i % 4}> with a long name", Color = i % 4, Dashes = i % 4 });
        var svg = new DrawnChart(chart);
        for (int i = 0; i < 4; i++)
        {
            string color = DrawnChart.StyleOf(svg.All("polyline").Last(line => DrawnChart.PointsOf(line)[0].Y > Bottom + 46), "stroke");
            Assert.NotEqual(Gray, color);
            XElement text = svg.All("text").Single(element => element.Value == $"<line {i}> with a long name");
            XElement sample = text.ElementsBeforeSelf(DrawnChart.Space + "polyline").Last();
            XElement curve = svg.LinesOf(DrawnChart.StyleOf(sample, "stroke"))[i == 0 ? 1 : 0];
            Assert.Equal(Math.Sign(i), Math.Sign(DrawnChart.StyleOf(sample, "stroke-dasharray").Length));
            Assert.Equal(Math.Sign(i), Math.Sign(DrawnChart.StyleOf(curve, "stroke-dasharray").Length));
        }

        Assert.Equal(without + 8 + (2 * 20), svg.Height);
    }

    [Fact]
    public void Texts_are_escaped_and_letters_that_a_document_cannot_hold_are_replaced()
    {
        ChartPanel panel = new(new ChartAxis("<return>"));
        panel.Series.Add(new ChartLine([(0, 0), (1, 1)]) { Name = "\"a\" & 'b' x_{2}" });
        panel.Marks.Add(new ChartMark("<mark>\0", 0.5));
        var svg = new DrawnChart(new Chart("a < b & c\u0001\uD800", new ChartAxis("agent & steps")) { Panels = { panel } });
        AssertHas(svg, "a < b & c\uFFFD\uFFFD", "<return>", "\"a\" & 'b' x_{2}", "<mark>\uFFFD", "agent & steps");
    }

    [Fact]
    public void A_long_title_has_several_lines()
    {
        string title = string.Join(' ', Enumerable.Repeat("episodes", 30));
        var svg = new DrawnChart(new Chart(title, new ChartAxis("x")) { Panels = { Panel(new ChartLine([(0, 0)]), Y(0, 1)) } });
        string[] lines = [.. svg.Texts.Where(text => text.StartsWith("episodes", StringComparison.Ordinal))];
        Assert.Equal(title, string.Join(' ', lines));
        Assert.InRange(lines.Length, 3, 4);
    }

    [Fact]
    public void A_panel_without_data_has_its_axes_and_a_chart_without_panels_is_refused()
    {
        var chart = new Chart("", new ChartAxis("agent steps")) { Panels = { new ChartPanel(new ChartAxis("return")) } };
        AssertHas(new DrawnChart(chart), "0", "1", "return", "agent steps");
        Assert.Throws<InvalidOperationException>(() => new Chart("title", new ChartAxis("x")).Draw());
    }

    [Fact]
    public void The_same_chart_has_the_same_bytes_in_every_culture()
    {
        Chart chart = Of(new ChartLine([(0.5, -1.25), (12345.5, 1e-7)]) { Name = "line" }, new ChartAxis("return"));
        string expected = chart.Draw();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator) = (",", ".");
            other.NumberFormat.NegativeSign = "minus";
            CultureInfo.CurrentCulture = other;
            Assert.Equal(expected, chart.Draw());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Chart Of(ChartSeries series, ChartAxis y, ChartAxis? x = null) =>
        new("title", x ?? new ChartAxis("agent steps")) { Panels = { Panel(series, y) } };

    private static ChartPanel Panel(ChartSeries series, ChartAxis y)
    {
        var panel = new ChartPanel(y);
        panel.Series.Add(series);
        return panel;
    }

    private static ChartAxis Y(double low, double high) => new("return") { Low = low, High = high };

    private static void AssertHas(DrawnChart svg, params string[] texts) => Assert.All(texts, text => Assert.Contains(text, svg.Texts));

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 0.01;

    private static (double X, double Y) Rounded((double X, double Y) point) => (Math.Round(point.X, 3), Math.Round(point.Y, 3));

    private static (double X, double Y) CenterOf(XElement ellipse) =>
        Rounded((DrawnChart.Number(ellipse, "cx"), DrawnChart.Number(ellipse, "cy")));

    private static void AssertPlaces((double X, double Y)[] expected, XElement line) =>
        Assert.Equal(expected, DrawnChart.PointsOf(line).Select(Rounded));
}
