using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Recording;

/// <summary>The colors of everything that is drawn around a frame.</summary>
internal static class Theme
{
    internal static readonly Rgb Background = new(24, 26, 33);
    internal static readonly Rgb Empty = new(44, 48, 60);
    internal static readonly Rgb Label = new(150, 156, 170);
    internal static readonly Rgb Text = new(236, 238, 242);
    internal static readonly Rgb Chosen = new(250, 204, 72);
    internal static readonly Rgb Other = new(84, 146, 232);
    internal static readonly Rgb Positive = new(92, 184, 122);
    internal static readonly Rgb Negative = new(224, 96, 88);
}
