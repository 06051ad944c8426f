using System.Text.Json.Nodes;
using AsyncRL.Core.Options;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Runs;

/// <summary>Makes sure that all ranks train the same run.</summary>
public static class RankSettings
{
    /// <summary>Refuses ranks with other options, another network or another version of the program.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="configuration">The run of this rank.</param>
    /// <exception cref="InputException">Two ranks differ.</exception>
    public static void Check(ICommunicator communicator, TrainingConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Dictionary<string, string> settings = RunSettings.Of(configuration);
        settings["version of the program"] = MachineDescription.Version;
        settings["layers of the network"] = configuration.Network.Description.ToString();
        RankAgreement.CheckSettings(communicator, settings);
    }

    /// <summary>Gives all ranks the request of a run that only rank 0 can read.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="configuration">The run on rank 0; ignored on the others.</param>
    /// <returns>The request.</returns>
    public static TrainingRequest Share(ICommunicator communicator, TrainingConfiguration? configuration)
    {
        string manifest = RankAgreement.Share(communicator, "", _ => RunManifest.Write(configuration!));
        return RunManifest.Read(manifest, "of rank 0");
    }

    /// <summary>The names of the machines of all ranks, in the order of the ranks.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <returns>The names.</returns>
    public static IReadOnlyList<string> Hosts(ICommunicator communicator) =>
        RankAgreement.Share(communicator, Environment.MachineName, hosts => string.Join('\n', hosts)).Split('\n');

    /// <summary>Writes the ranks into the run's manifest.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="hosts">The machines of the ranks.</param>
    public static void Record(RunDirectory directory, ICommunicator communicator, IReadOnlyList<string> hosts)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(communicator);
        ArgumentNullException.ThrowIfNull(hosts);
        var machines = new JsonArray();
        foreach (string host in hosts) machines.Add(host);
        directory.Record("ranks", new JsonObject
        {
            ["count"] = communicator.Ranks,
            ["library"] = communicator.Library,
            ["hosts"] = machines,
        });
    }
}
