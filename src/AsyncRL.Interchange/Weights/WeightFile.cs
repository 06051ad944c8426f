using AsyncRL.Core.Options;

namespace AsyncRL.Interchange.Weights;

/// <summary>One array of numbers with a name, as files of weights contain them.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">Its dimensions.</param>
/// <param name="Numbers">The numbers, row-major.</param>
public sealed record NamedArray(string Name, IReadOnlyList<int> Dimensions, ReadOnlyMemory<float> Numbers)
{
    /// <summary>The dimensions as text: "8×8×4×16".</summary>
    internal string Form => string.Join("×", Dimensions);
}

/// <summary>How weights are named and stored.</summary>
public enum WeightLayout
{
    /// <summary>As AsyncRL stores them.</summary>
    AsyncRL,

    /// <summary>As PyTorch's modules store them.</summary>
    Torch,
}

/// <summary>Converts between θ and the arrays of a file.</summary>
public static class WeightFile
{
    /// <summary>The arrays of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layout">How to name and store them.</param>
    /// <returns>The arrays, in the order of the network's layout.</returns>
    public static IReadOnlyList<NamedArray> ArraysOf(TrainedNetwork network, WeightLayout layout)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (layout == WeightLayout.Torch) return TorchLayout.ArraysOf(network);
        var arrays = new List<NamedArray>();
        foreach (Numerics.Networks.ParameterSlice slice in network.Structure.Layout.Slices)
            arrays.Add(new NamedArray(slice.Name, slice.Shape.Dimensions, slice.Of(network.Theta.Span).ToArray()));
        return arrays;
    }

    /// <summary>Reads θ from the arrays of a file.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <param name="network">The network that the weights are for.</param>
    /// <param name="layout">How the arrays are named and stored.</param>
    /// <returns>θ in the network's layout.</returns>
    /// <exception cref="InputException">
    /// An array is missing, is not needed, has other dimensions, or holds a number that is not finite.
    /// </exception>
    public static float[] ReadTheta(IReadOnlyList<NamedArray> arrays, TrainedNetwork network, WeightLayout layout)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        ArgumentNullException.ThrowIfNull(network);
        IReadOnlyList<NamedArray> expected = ArraysOf(network, layout);
        var given = new Dictionary<string, NamedArray>(StringComparer.Ordinal);
        foreach (NamedArray array in arrays)
        {
            if (!given.TryAdd(array.Name, array)) throw new InputException($"The file has two arrays \"{array.Name}\"; expected one.");
        }

        var found = new Dictionary<string, ReadOnlyMemory<float>>(StringComparer.Ordinal);
        foreach (NamedArray wanted in expected)
        {
            if (!given.Remove(wanted.Name, out NamedArray? array))
                throw new InputException($"The file has no array \"{wanted.Name}\"; expected one of {wanted.Form} numbers.");
            Compare(array, wanted);
            found.Add(wanted.Name, array.Numbers);
        }

        foreach (string further in given.Keys)
        {
            string nearest = Names.Nearest(further, [.. found.Keys]) is { } name ? $"; did you mean \"{name}\"?" : ".";
            throw new InputException($"The file has an array \"{further}\", which the network lacks{nearest}");
        }

        var theta = new float[network.Structure.Layout.BlockLength];
        if (layout == WeightLayout.Torch)
        {
            TorchLayout.Read(found, network, theta);
        }
        else
        {
            foreach (Numerics.Networks.ParameterSlice slice in network.Structure.Layout.Slices)
                found[slice.Name].Span.CopyTo(slice.Of(theta.AsSpan()));
        }

        return theta;
    }

    /// <summary>Tells the layout of a file by the names of its arrays: only AsyncRL's own end in "weights".</summary>
    /// <param name="arrays">The arrays.</param>
    /// <returns>The layout.</returns>
    public static WeightLayout LayoutOf(IReadOnlyList<NamedArray> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        foreach (NamedArray array in arrays)
        {
            if (array.Name.EndsWith("weights", StringComparison.Ordinal)) return WeightLayout.AsyncRL;
        }

        return WeightLayout.Torch;
    }

    private static void Compare(NamedArray given, NamedArray wanted)
    {
        if (given.Form != wanted.Form)
            throw new InputException($"The array \"{given.Name}\" has {given.Form} numbers; expected {wanted.Form}.");
        foreach (float number in given.Numbers.Span)
        {
            if (!float.IsFinite(number)) throw new InputException($"The array \"{given.Name}\" holds {number}; expected finite numbers.");
        }
    }
}
