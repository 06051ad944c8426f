namespace AsyncRL.Numerics.Vectors;

/// <summary>Maps a vector width that is known at run time to a vector type, once, outside every loop.</summary>
public static class VectorChoice
{
    /// <summary>The widest vector that this machine has instructions for.</summary>
    public static VectorWidth Widest { get; } =
        Vector512Float.IsAccelerated ? VectorWidth.Vector512
        : Vector256Float.IsAccelerated ? VectorWidth.Vector256
        : Vector128Float.IsAccelerated ? VectorWidth.Vector128
        : VectorWidth.Scalar;

    /// <summary>Whether this machine fuses multiply and add. Results agree bit for bit only between machines with the same value.</summary>
    public static bool IsFused => HardwareSupport.FusesMultiplyAdd;

    /// <summary>Runs an operation over the vector of the given width.</summary>
    /// <typeparam name="TResult">What the operation returns.</typeparam>
    /// <param name="width">The width. If the machine has no instructions of this width, the operation works, slowly.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>What the operation returned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is not a value of the enumeration.</exception>
    public static TResult Invoke<TResult>(VectorWidth width, IVectorOperation<TResult> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return width switch
        {
            VectorWidth.Scalar => operation.Invoke<ScalarVector<float>>(),
            VectorWidth.Vector128 => operation.Invoke<Vector128Float>(),
            VectorWidth.Vector256 => operation.Invoke<Vector256Float>(),
            VectorWidth.Vector512 => operation.Invoke<Vector512Float>(),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "Expected scalar, vector128, vector256 or vector512."),
        };
    }
}
