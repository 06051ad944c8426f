namespace AsyncRL.Numerics.Layers;

/// <summary>
/// A matrix of weights [inputs, outputs] whose gradient over a segment is a sum of outer products, dW[i, o] = Σₜ left[t, i] · right[t, o],
/// and where the factors lie once the backward pass is done. They are some hundred times smaller than the matrix: who updates θ can
/// multiply them out while sweeping over it, and dW need never be stored.
/// </summary>
/// <param name="Parameter">Index into <see cref="Layer.Parameters"/>.</param>
/// <param name="Left">Where the rows left[t] begin.</param>
/// <param name="Right">Where the rows right[t] lie, one after the other.</param>
public sealed record WeightFactors(int Parameter, FactorPlace Left, FactorPlace Right);

/// <summary>A matrix with a row for each time step that a backward pass reads or leaves behind.</summary>
public enum FactorPlace
{
    /// <summary><see cref="BackwardPass{T}.Input"/>.</summary>
    Input,

    /// <summary><see cref="BackwardPass{T}.State"/>: the state before each time step.</summary>
    State,

    /// <summary><see cref="BackwardPass{T}.OutputGradient"/>.</summary>
    OutputGradient,

    /// <summary>The first numbers of <see cref="BackwardPass{T}.Scratch"/>.</summary>
    Scratch,
}
