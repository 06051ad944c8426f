using System.Linq;
using System.Reflection;
using Xunit.Sdk;

namespace AsyncRL.Cli.Tests.Launched;

/// <summary>Rows for each launcher, with further values. They are skipped where the launcher is not installed.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class LaunchedByAttribute : DataAttribute
{
    internal const string OpenMpi = "mpirun.openmpi", Mpich = "mpirun.mpich";

    private readonly string _launcher;
    private readonly object[] _values;

    public LaunchedByAttribute(string launcher, params object[] values)
    {
        (_launcher, _values) = (launcher, values);
        string[] directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!directories.Any(directory => File.Exists(Path.Combine(directory, launcher))))
            Skip = $"There is no {launcher}; expected the package openmpi-bin or mpich of Debian.";
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        _values.Length == 0 ? [[_launcher]] : _values.Select(value => new[] { _launcher, value });
}
