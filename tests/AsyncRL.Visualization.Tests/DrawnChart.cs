using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Visualization.Tests;

/// <summary>The elements of a chart, read back as XML.</summary>
internal sealed class DrawnChart
{
    internal static readonly XNamespace Space = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    internal DrawnChart(Chart chart) => _root = XElement.Parse(chart.Draw());

    internal double Height => Number(_root.Attribute("viewBox")!.Value.Split(' ')[3]);

    /// <summary>The texts in the order in which they are drawn.</summary>
    internal string[] Texts => [.. _root.Descendants(Space + "text").Select(text => text.Value)];

    internal IEnumerable<XElement> All(string element) => _root.Descendants(Space + element);

    /// <summary>The lines of a color that are neither grid nor frame.</summary>
    internal XElement[] LinesOf(string color) => [.. All("polyline").Where(line => StyleOf(line, "stroke") == color)];

    /// <summary>The anchor of a text.</summary>
    internal (double X, double Y) PlaceOf(string text)
    {
        string transform = All("text").Single(element => element.Value == text).Attribute("transform")!.Value;
        string[] numbers = transform[(transform.IndexOf('(', StringComparison.Ordinal) + 1)..].Split(')')[0].Split(',');
        return (Number(numbers[0]), Number(numbers[1]));
    }

    internal static string StyleOf(XElement element, string name)
    {
        foreach (string part in ((string?)element.Attribute("style") ?? "").Split(';'))
        {
            string[] pair = part.Split(':');
            if (pair[0] == name) return pair[1];
        }

        return "";
    }

    internal static (double X, double Y)[] PointsOf(XElement line) =>
        Array.ConvertAll(line.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), point =>
        {
            double[] pair = Array.ConvertAll(point.Split(','), Number);
            return (pair[0], pair[1]);
        });

    internal static double Number(XElement element, string attribute) => Number(element.Attribute(attribute)!.Value);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
