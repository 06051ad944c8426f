using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>The pictures of sharks and enemy submarines.</summary>
internal static class Enemies
{
    internal static readonly Color TorpedoColor = new(255, 176, 144);

    private static readonly Color SharkColor = new(184, 200, 216);
    private static readonly Color SubmarineColor = new(255, 136, 120);

    private static readonly Sprite Shark = new(
        "..........##......",
        "#........###......",
        "##......####......",
        ".##..#########....",
        ".##############.#.",
        "..################",
        ".############..#..",
        ".##..###########..",
        "##.......##.......",
        "#.......##........");

    /// <summary>The tail bent the other way.</summary>
    private static readonly Sprite SharkAtStroke = new(
        "..........##......",
        ".........###......",
        "###.....####......",
        ".###.#########....",
        "..#############.#.",
        "..################",
        "..###########..#..",
        ".##..###########..",
        ".##......##.......",
        ".#......##........");

    private static readonly Sprite Submarine = new(
        "........##........",
        ".......####.......",
        "......######......",
        "#.....######......",
        "##.#############..",
        ".################.",
        ".####.##.##.######",
        ".################.",
        "##.#############..",
        "#....#########....");

    internal static void Draw(Screen screen, Box box, bool isSubmarine, bool isStroke, bool facesLeft)
    {
        Sprite sprite = isSubmarine ? Submarine : isStroke ? SharkAtStroke : Shark;
        sprite.Draw(screen, box.Left, box.Top, isSubmarine ? SubmarineColor : SharkColor, isMirrored: facesLeft);
    }
}
