using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.State;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>What an observer reads of the agent that is being trained.</summary>
public sealed class RunningAgentTests
{
    [Fact]
    public void Before_the_training_the_agent_has_the_first_parameters_and_afterwards_the_last()
    {
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(
            Requests.Small(3000, ("normalize-observations", "true")) with { Environment = "cartpole" });
        var reader = new Reader();
        TrainingResult result = Trainer.Train(configuration, observer: reader);
        Assert.Equal(configuration.DrawParameters().ToArray(), reader.First);
        RunningAgent agent = reader.Agent!;
        Assert.Equal(result.AgentSteps, agent.AgentSteps);
        Assert.Equal(result.Theta, Read(agent));
        Assert.Equal(BytesOf(result.Normalization), BytesOf(agent.ReadNormalization()));
        Assert.NotEqual(BytesOf(configuration.CreateNormalization()), BytesOf(agent.ReadNormalization()));
    }

    [Fact]
    public void While_actor_learners_train_the_agent_has_the_parameters_of_the_moment()
    {
        using var stop = new CancellationTokenSource();
        var reader = new Reader { Stop = stop };
        TrainingResult result = Trainer.Train(
            (Requests.Small(long.MaxValue) with { Threads = 2 }).For(new WalkTask()), observer: reader, stop: stop.Token);
        Assert.InRange(reader.Seen, 1, result.AgentSteps);
        Assert.NotEqual(reader.First, reader.Later);
        Assert.All(reader.Later, number => Assert.True(float.IsFinite(number)));
    }

    [Fact]
    public void Of_several_ranks_no_agent_is_told()
    {
        var reader = new Reader();
        Trainer.Train(
            Requests.Small(500, ("simulated-ranks", "2")).Simulated(2).For(new WalkTask()), observer: reader);
        Assert.Null(reader.Agent);
    }

    private static float[] Read(RunningAgent agent)
    {
        var theta = new float[agent.Length];
        agent.ReadTheta(theta);
        return theta;
    }

    private static byte[] BytesOf(Normalization normalization)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        normalization.Transfer(new StateTransfer(writer));
        writer.Flush();
        return stream.ToArray();
    }

    private sealed class Reader : ITrainingObserver
    {
        internal RunningAgent? Agent { get; private set; }

        internal float[] First { get; private set; } = [];

        internal float[] Later { get; private set; } = [];

        internal long Seen { get; private set; }

        internal CancellationTokenSource? Stop { get; init; }

        public void ObserveStart(RunningAgent agent) => (Agent, First) = (agent, Read(agent));

        public void Observe(TrainingProgress progress)
        {
            if (Stop is null || Agent!.AgentSteps == 0) return;
            (Seen, Later) = (Agent.AgentSteps, Read(Agent));
            Stop.Cancel();
        }

        public void ObserveEvaluation(int finished, int total)
        {
        }
    }
}
