using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Torcs.Installation;
using AsyncRL.Environments.Torcs.Racing;

namespace AsyncRL.Environments.Torcs;

/// <summary>Describes a race of TORCS by its track.</summary>
/// <param name="track">The track.</param>
internal sealed class TorcsDescription(string track) : EnvironmentDescription
{
    /// <inheritdoc/>
    public override string Name => TorcsBridge.Prefix + track;

    /// <inheritdoc/>
    public override string Summary =>
        "Drive a car of TORCS along a track, by sensors: +1 per meter along the track's axis; off the track it ends.";

    /// <inheritdoc/>
    public override bool IsProcess => true;

    /// <inheritdoc/>
    public override object DefaultOptions => new TorcsOptions();

    /// <inheritdoc/>
    public override IEnvironment Create(object options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        OptionSet.Check(options);
        var chosen = (TorcsOptions)options;
        TorcsInstallation torcs = TorcsInstallation.Find();
        var race = new Race(torcs.FindTrack(track), torcs.FindCar(chosen.Car), chosen.Opponents);
        var process = RaceProcess.Start(Name, torcs, race, RobotLibrary.Make(), TimeSpan.FromSeconds(chosen.AnswerSeconds));
        return Wrapper.Wrap(new TorcsEnvironment(process, race, chosen, generator), inner => new TimeLimit(inner, LimitOf(chosen)));
    }

    private static int LimitOf(TorcsOptions options) =>
        Math.Max(1, (int)Math.Round(options.Seconds / (RaceState.SecondsPerControlStep * options.ActionRepeat)));
}
