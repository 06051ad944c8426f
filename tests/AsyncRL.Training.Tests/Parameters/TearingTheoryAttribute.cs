using System.Runtime.InteropServices;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>A theory about torn floats. It is skipped, with a reason, on machines where floats need not tear.</summary>
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
