namespace AsyncRL.Numerics.Vectors;

/// <summary>
/// An operation on floats that is generic over the vector. <see cref="VectorChoice.Invoke"/> runs it over a vector chosen at run time.
/// </summary>
/// <typeparam name="TResult">What the work returns.</typeparam>
public interface IVectorOperation<out TResult>
{
    /// <summary>Runs the operation over the vector.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <returns>The result.</returns>
    TResult Invoke<TVector>()
        where TVector : unmanaged, IVector<TVector, float>;
}
