namespace AsyncRL.Algorithms.Parameters;

/// <content>Further blocks of parameters that algorithms request.</content>
public sealed partial class SharedParameters
{
    /// <inheritdoc/>
    public TargetParameters Target(string name)
    {
        if (_targets.TryGetValue(name, out TargetParameters? target)) return target;
        _targets.Add(name, target = new TargetParameters(_theta, Sharing));
        target.Install();
        return target;
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
