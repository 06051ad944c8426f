namespace AsyncRL.Numerics.Layers;

/// <summary>
/// A matrix of weights [inputs, outputs] whose gradient over a segment is a sum of outer products, dW[i, o] = Σₜ left[t, i] · right[t, o],
/// and the positions of the factors after the backward pass. The factors are about a hundred times smaller than the matrix. The update of θ
/// can multiply them out during its sweep, and dW need not be stored.
/// </summary>
/// <param name="Parameter">Index into <see cref="Layer.Parameters"/>.</param>
/// <param name="Left">The matrix whose rows begin with left[t].</param>
/// <param name="Right">The matrix that contains the rows right[t], one after the other.</param>
public sealed record WeightFactors(int Parameter, FactorPlace Left, FactorPlace Right);

/// <summary>A matrix with a row for each time step that a backward pass reads or writes.</summary>
public enum FactorPlace
{
    /// <summary><see cref="BackwardPass{T}.Input"/>.</summary>
    Input,

    /// <summary><see cref="BackwardPass{T}.State"/>: the state before each time step.</summary>
    State,

    /// <summary><see cref="BackwardPass{T}.OutputGradient"/>.</summary>
    OutputGradient,

    /// <summary>The first elements of <see cref="BackwardPass{T}.Scratch"/>.</summary>
    Scratch,
}
