using System.Linq;
using System.Reflection;
using AsyncRL.TestSources;
using Xunit.Sdk;

namespace AsyncRL.Cli.Tests.Launched;

/// <summary>Rows for each launcher, with further values. They are skipped where the launcher is not installed.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class LaunchedByAttribute : DataAttribute
{
    private readonly string _launcher;
    private readonly object[] _values;

    public LaunchedByAttribute(string launcher, params object[] values)
    {
        (_launcher, _values) = (launcher, values);
        Skip = MpiLaunchers.ReasonToSkip(launcher);
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        _values.Length == 0 ? [[_launcher]] : _values.Select(value => new[] { _launcher, value });
}
