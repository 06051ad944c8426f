namespace AsyncRL.Cli.Reports;

/// <summary>The style of a page: light and dark, narrow and wide, on screen and in print.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet.</summary>
    internal const string Sheet =
        """
        :root { color-scheme: light dark; --ink: #1c1c1c; --paper: #ffffff; --faint: #5c5c5c; --line: #d8d8d8; --link: #1b6ca8; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e4e4e4; --paper: #17191c; --faint: #a6a6a6; --line: #3b3f45; --link: #7db8e8; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 62rem; font: 1rem/1.5 system-ui, sans-serif;
          color: var(--ink); background: var(--paper); overflow-wrap: break-word; }
        h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; }
        a { color: var(--link); } code { font-size: 0.9em; }
        .faint { color: var(--faint); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: 0.9rem; }
        th, td { padding: 0.25rem 0.7rem 0.25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td.name, th { white-space: nowrap; }
        td { max-width: 22rem; }
        figure { margin: 0 0 2.5rem; break-inside: avoid; }
        figure img { display: block; width: 100%; min-width: 38rem; max-width: 48rem; height: auto; background: #ffffff; }
        figure img.pixels { width: auto; min-width: 0; max-width: 100%; image-rendering: pixelated; }
        figcaption { max-width: 48rem; font-size: 0.92rem; }
        summary { cursor: pointer; color: var(--link); }
        @media print {
          :root { --ink: #000000; --paper: #ffffff; --faint: #444444; --line: #bbbbbb; --link: #000000; }
          body { max-width: none; padding: 0; } figure img { min-width: 0; max-width: 100%; } .wide { overflow: visible; }
          .data { display: none; }
        }
        """;
}
