using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Runs;

/// <summary>Sizes of a network's layers that replace the network's own sizes.</summary>
public sealed record NetworkOptions
{
    private const string Auto = "auto";

    /// <summary>Sizes of the fully connected layers, separated by commas; "auto" for the network's own.</summary>
    [Option("hidden", "units", "sizes of the fully connected layers, the lowest first; they replace the network's sizes and their number; "
        + "auto: the network's own", Format = "whole numbers from 1 to 1000000 separated by commas, for example 128,128, or auto")]
    public string Hidden { get; init; } = Auto;

    /// <summary>Cells of the LSTM layers; null for the network's own.</summary>
    [Option("cells", "cells", "cells of an LSTM layer; auto: the network's own", Minimum = 1, Maximum = NetworkJson.LargestSize)]
    public int? Cells { get; init; }

    /// <summary>The names of the options that a network has.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The options of the kinds of layers in it.</returns>
    public static IReadOnlyList<OptionDescription> Of(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var options = new List<OptionDescription>();
        foreach (OptionDescription option in OptionSet.Describe(new NetworkOptions()))
        {
            bool isThere = option.Name == "hidden" ? Contains<FullyConnected>(network) : Contains<LongShortTermMemory>(network);
            if (isThere) options.Add(option);
        }

        return options;
    }

    /// <summary>Applies these sizes to a network. Applying them twice has the same result as applying them once.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The network with the sizes.</returns>
    /// <exception cref="InputException">A size is out of range, or the network has no such layer.</exception>
    public NetworkDescription Resize(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!Hidden.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            network = network with { Trunk = WithUnits(network, SizesOf(Hidden)) };
        if (Cells is not { } cells) return network;
        if (!Contains<LongShortTermMemory>(network)) throw Missing("cells", $"{cells}", network, "LSTM");
        return network with { Trunk = [.. network.Trunk.Select(l => l is LongShortTermMemory ? new LongShortTermMemory(cells) : l)] };
    }

    private static List<int> SizesOf(string text)
    {
        var sizes = new List<int>();
        foreach (string part in text.Split(','))
        {
            bool isSize = int.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out int size)
                && size is >= 1 and <= NetworkJson.LargestSize;
            if (!isSize)
            {
                throw new InputException(
                    $"The option hidden is \"{text}\"; expected whole numbers from 1 to {NetworkJson.LargestSize} "
                    + "separated by commas, or auto.");
            }

            sizes.Add(size);
        }

        return sizes;
    }

    /// <summary>
    /// Replaces the fully connected layers. The layers without weights above a fully connected layer, such as its rectifier, are kept with
    /// it. An additional layer gets those of the last fully connected layer.
    /// </summary>
    private ImmutableArray<LayerDescription> WithUnits(NetworkDescription network, List<int> sizes)
    {
        List<(int First, int End)> blocks = BlocksOf(network);
        if (blocks.Count == 0) throw Missing("hidden", Hidden, network, "fully connected");
        if (sizes.Count != blocks.Count && blocks[^1].End - blocks[0].First != blocks.Sum(block => block.End - block.First))
        {
            throw new InputException(
                $"The option hidden is \"{Hidden}\", but there are other layers between the fully connected layers of the network "
                + $"{network.Name}; expected {blocks.Count} sizes.");
        }

        var trunk = ImmutableArray.CreateBuilder<LayerDescription>();
        int next = 0;
        for (int i = 0; i < sizes.Count; i++)
        {
            (int first, int end) = blocks[Math.Min(i, blocks.Count - 1)];
            if (i < blocks.Count) trunk.AddRange(network.Trunk[next..first]);
            trunk.Add(new FullyConnected(sizes[i]));
            trunk.AddRange(network.Trunk[(first + 1)..end]);
            next = end;
        }

        trunk.AddRange(network.Trunk[blocks[^1].End..]);
        return trunk.ToImmutable();
    }

    private static List<(int First, int End)> BlocksOf(NetworkDescription network)
    {
        var blocks = new List<(int First, int End)>();
        for (int i = 0; i < network.Trunk.Length; i++)
        {
            if (network.Trunk[i] is not FullyConnected) continue;
            int end = i + 1;
            while (end < network.Trunk.Length && !network.Trunk[end].HasWeights) end++;
            blocks.Add((i, end));
        }

        return blocks;
    }

    private static bool Contains<T>(NetworkDescription network) => network.Trunk.Any(layer => layer is T);

    private static InputException Missing(string option, string value, NetworkDescription network, string kind) => new(
        $"The option {option} is \"{value}\", but the network {network.Name} has no {kind} layer; expected auto, or another network.");
}
