using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Parameters;

/// <content>Running averages of θ, by name.</content>
public sealed partial class SharedParameters
{
    private readonly SortedDictionary<string, AverageParameters> _averages = new(StringComparer.Ordinal);

    private IEnumerable<Section> AverageSections
    {
        get
        {
            foreach ((string name, AverageParameters average) in _averages)
                yield return new Section($"average parameters {name}", average.SaveState, average.RestoreState);
        }
    }

    /// <summary>A running average of θ, which begins with θ.</summary>
    /// <param name="name">Its name. Equal names give the same average. The first call makes it, before the threads start.</param>
    /// <returns>The average.</returns>
    internal AverageParameters Average(string name)
    {
        if (_averages.TryGetValue(name, out AverageParameters? average)) return average;
        _averages.Add(name, average = new AverageParameters(_theta, Sharing));
        return average;
    }
}
