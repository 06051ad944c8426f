namespace AsyncRL.Numerics.Lanes;

/// <summary>
/// An operation on floats that is generic over the lane. <see cref="LaneChoice.Invoke"/> runs it over a lane chosen at run time.
/// </summary>
/// <typeparam name="TResult">What the work returns.</typeparam>
public interface ILaneOperation<out TResult>
{
    /// <summary>Runs the operation over the lane.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <returns>The result.</returns>
    TResult Invoke<TLane>()
        where TLane : unmanaged, ILane<TLane, float>;
}
