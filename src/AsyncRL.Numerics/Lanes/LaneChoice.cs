namespace AsyncRL.Numerics.Lanes;

/// <summary>Turns a lane width known at run time into a lane type, once, outside every loop.</summary>
public static class LaneChoice
{
    /// <summary>The widest lane that this machine has instructions for.</summary>
    public static LaneWidth Widest { get; } =
        Lane512.IsAccelerated ? LaneWidth.Vector512
        : Lane256.IsAccelerated ? LaneWidth.Vector256
        : Lane128.IsAccelerated ? LaneWidth.Vector128
        : LaneWidth.Scalar;

    /// <summary>Whether this machine fuses multiply and add; results agree bit for bit only between machines that agree on it.</summary>
    public static bool IsFused => HardwareSupport.FusesMultiplyAdd;

    /// <summary>Runs an operation over the lane of the given width.</summary>
    /// <typeparam name="TResult">What the operation returns.</typeparam>
    /// <param name="width">The width; one the machine has no instructions for works, slowly.</param>
    /// <param name="operation">The work.</param>
    /// <returns>What the operation returned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is none of the enumeration's.</exception>
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
