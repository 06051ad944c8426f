namespace AsyncRL.Numerics.Lanes;

/// <summary>Work on floats that is generic over the lane, to be given one chosen at run time by <see cref="LaneChoice.Invoke"/>.</summary>
/// <typeparam name="TResult">What the work returns.</typeparam>
public interface ILaneOperation<out TResult>
{
    /// <summary>Does the work over the lane.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <returns>The result.</returns>
    TResult Invoke<TLane>()
        where TLane : unmanaged, ILane<TLane, float>;
}
