namespace AsyncRL.Numerics.Lanes;

/// <summary>Maps a lane width that is known at run time to a lane type, once, outside every loop.</summary>
public static class LaneChoice
{
    /// <summary>The widest lane that this machine has instructions for.</summary>
    public static LaneWidth Widest { get; } =
        Lane512.IsAccelerated ? LaneWidth.Vector512
        : Lane256.IsAccelerated ? LaneWidth.Vector256
        : Lane128.IsAccelerated ? LaneWidth.Vector128
        : LaneWidth.Scalar;

    /// <summary>Whether this machine fuses multiply and add. Results agree bit for bit only between machines with the same value.</summary>
    public static bool IsFused => HardwareSupport.FusesMultiplyAdd;

    /// <summary>Runs an operation over the lane of the given width.</summary>
    /// <typeparam name="TResult">What the operation returns.</typeparam>
    /// <param name="width">The width. If the machine has no instructions of this width, the operation works, slowly.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>What the operation returned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is not a value of the enumeration.</exception>
    public static TResult Invoke<TResult>(LaneWidth width, ILaneOperation<TResult> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return width switch
        {
            LaneWidth.Scalar => operation.Invoke<ScalarLane<float>>(),
            LaneWidth.Vector128 => operation.Invoke<Lane128>(),
            LaneWidth.Vector256 => operation.Invoke<Lane256>(),
            LaneWidth.Vector512 => operation.Invoke<Lane512>(),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "Expected scalar, vector128, vector256 or vector512."),
        };
    }
}
