using System.Runtime.InteropServices;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>A theory about floats that tear, which is skipped, and says why, where they need not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TearingTheoryAttribute : TheoryAttribute
{
    public TearingTheoryAttribute()
    {
        if (Environment.ProcessorCount < 2)
            Skip = "A float tears only while two processors access it at once; this machine has one.";
        else if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Skip = $"That an access across cache lines tears is known of x86-64; this machine is {RuntimeInformation.ProcessArchitecture}.";
    }
}
