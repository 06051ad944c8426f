namespace AsyncRL.Numerics.Vectors;

/// <summary>The vectors that kernels can run over, named by the width of their registers in bits.</summary>
public enum VectorWidth
{
    /// <summary>One number at a time, on any machine.</summary>
    Scalar,

    /// <summary>128 bits: 4 floats (SSE, Arm AdvSimd).</summary>
    Vector128,

    /// <summary>256 bits: 8 floats (AVX2).</summary>
    Vector256,

    /// <summary>512 bits: 16 floats (AVX-512).</summary>
    Vector512,
}
