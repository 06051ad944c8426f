using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Makes value methods for tests.</summary>
internal static class ValueBench
{
    /// <summary>A value method over two hidden layers.</summary>
    internal static LearnerBench Create(
        ScriptedTask task,
        string algorithm,
        ActionValueOptions options,
        ulong seed = 1,
        double learningRate = LearnerBench.DefaultLearningRate,
        int framesPerAgentStep = 1,
        SharedParameters? shared = null) =>
        new(task, Parts<Algorithm>.Find(algorithm)!, options, Network(options), seed, learningRate, framesPerAgentStep, shared);

    /// <summary>Two hidden layers. The branches of a dueling Q separate between them.</summary>
    internal static NetworkStructure Network(ActionValueOptions options) => Structures.ActionValues(
        Shape.Vector(ScriptedTask.ObservationSize),
        ScriptedTask.ActionCount,
        options.Dueling,
        new FullyConnected(6),
        new Rectifier(),
        new FullyConnected(5),
        new Rectifier());

    /// <summary>An algorithm's default options with segments of up to the given number of agent steps.</summary>
    internal static ActionValueOptions WithLength(string algorithm, int length) =>
        Parts<Algorithm>.Find(algorithm)!.AllOptions switch
        {
            NStepOptions options => options with { TMax = length },
            SarsaOptions options => options with { UpdateInterval = length },
            object other => throw new ArgumentException($"{other} are no options of a value method."),
        };

    /// <summary>The longest segment.</summary>
    internal static int Length(ActionValueOptions options) =>
        options is NStepOptions nStep ? nStep.TMax : ((SarsaOptions)options).UpdateInterval;
}
