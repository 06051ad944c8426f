using AsyncRL.Cli.Views;
using AsyncRL.Profiling;
using Spectre.Console;

namespace AsyncRL.Cli.Profiles;

/// <summary>The table of the time of each layer.</summary>
internal static class LayerTable
{
    private const double Micro = 1e6;

    /// <summary>Makes the table.</summary>
    /// <param name="report">The report, with layers.</param>
    internal static Table Of(ProfileReport report)
    {
        Table table = ProfileTables.Make(
            "Layers: a mean segment in µs", "layer", "kind", "forward", "% of peak", "backward", "% of peak", "share");
        double peak = report.Rows[0].Limits.Flops / report.Rows[0].Limits.Threads, all = 0;
        foreach (LayerProfile layer in report.Layers) all += layer.ForwardSeconds + layer.BackwardSeconds;
        foreach (LayerProfile layer in report.Layers)
        {
            ProfileTables.AddRow(
                table,
                layer.Name,
                layer.Kind,
                NumberText.Significant(layer.ForwardSeconds * Micro),
                Share(layer.ForwardFlops, layer.ForwardSeconds, peak),
                NumberText.Significant(layer.BackwardSeconds * Micro),
                Share(layer.BackwardFlops, layer.BackwardSeconds, peak),
                $"{NumberText.Percent((layer.ForwardSeconds + layer.BackwardSeconds) / all)} %");
        }

        return table.Caption("by the clock, in an engine of its own; fused updates compute some weight gradients later");
    }

    /// <summary>A layer without multiply-adds has no share.</summary>
    private static string Share(double flops, double seconds, double peak) =>
        flops > 0 && seconds > 0 ? $"{NumberText.Percent(flops / seconds / peak)} %" : "";
}
