using System.Collections.Immutable;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The table of presets. The first preset of an environment is used if no algorithm is given. All presets except that of the environment
/// null, which has nothing to learn, were found on other seeds than those of docs/results.md, which reports their results.
/// </summary>
internal static class PresetTable
{
    private const string CatchSource =
        "AsyncRL: random search over 90 settings, then 60 seeds each of 15 around the best; not the seeds of docs/results.md";

    private const string Searched = "AsyncRL: random search, then confirmed on seeds that are not those of docs/results.md";

    private const string Batched = "AsyncRL: a few settings with four seeds each; not the seeds of docs/results.md";

    private const string Adam = "optimizer=shared-adam learning-rate-schedule=linear";

    /// <summary>All presets.</summary>
    internal static ImmutableArray<Preset> All { get; } =
    [
        Make("catch", "a3c", "catch", 400_000, CatchSource,
            "initializer=he t-max=20 discount=0.95 entropy-weight=0.01 entropy-weight-schedule=linear "
            + "learning-rate=0.003 epsilon=0.001 initial-mean-square=1"),
        Make("catch", "one-step-q", "catch", 600_000, Searched,
            "initializer=he update-interval=5 discount=0.95 target-interval=2000 exploration-frames=200000 final-exploration=0.05 "
            + $"{Adam} learning-rate=0.0005"),
        Make("catch", "one-step-sarsa", "catch", 400_000, Searched,
            "initializer=he update-interval=5 discount=0.95 target-interval=2000 exploration-frames=150000 final-exploration=0.01 "
            + $"{Adam} learning-rate=0.0005"),
        Make("catch", "n-step-q", "catch", 400_000, Searched,
            "initializer=he t-max=32 discount=0.95 target-interval=500 exploration-frames=150000 final-exploration=0.01 "
            + "learning-rate=0.003 epsilon=0.001 initial-mean-square=1"),
        Make("catch", "a2c", "catch", 400_000, Batched,
            "initializer=he environments=8 t-max=10 discount=0.95 lambda=0.95 entropy-weight-schedule=linear "
            + $"{Adam} learning-rate=0.003"),
        Make("catch", "paac", "catch", 400_000, Batched,
            "initializer=he environments=8 discount=0.95 entropy-weight-schedule=linear learning-rate=0.01 epsilon=0.001"),
        Make("catch", "ppo", "catch", 400_000, Batched,
            "environments=16 t-max=23 minibatch-size=92 normalize-advantages=false discount=0.95 entropy-weight=0.03 "
            + "entropy-weight-schedule=linear learning-rate=0.002"),
        Make("catch", "impala", "catch", 400_000, Queued,
            "initializer=he environments=8 batch-size=4 t-max=10 discount=0.95 lambda=0.95 entropy-weight-schedule=linear "
            + $"{Adam} learning-rate=0.003"),
        Make("catch", "ga3c", "catch", 400_000, Queued,
            "initializer=he environments=8 training-min-batch=80 t-max=20 discount=0.95 entropy-weight-schedule=linear "
            + $"value-gradient-scale=0.5 {Adam} learning-rate=0.003 learning-rate-schedule=linear"),
        Make("catch", "dqn", "catch", 50_000, Replayed,
            "initializer=he replay-size=50000 replay-start=2000 discount=0.95 n-step=3 double=true loss-scale=mean target-interval=1000 "
            + "exploration-frames=20000 final-exploration=0.02 optimizer=shared-adam learning-rate=0.0005"),
        Make("catch", "ape-x", "catch", 50_000, Tried,
            "initializer=he replay-size=50000 replay-start=2000 t-max=10 minibatch-size=32 draws-per-step=8 discount=0.95 "
            + "target-interval=1000 optimizer=shared-adam learning-rate=0.0005"),
        Make("catch", "acer", "catch", 80_000, Replayed,
            "initializer=he t-max=20 discount=0.95 lambda=0.95 replay-start=1000 entropy-weight=0.02 entropy-weight-schedule=linear "
            + $"{Adam} learning-rate=0.002"),
        Make("catch", "pgql", "catch", 100_000, Replayed,
            "initializer=he t-max=10 discount=0.95 lambda=0.95 replay-start=500 entropy-weight-schedule=linear "
            + $"{Adam} learning-rate=0.003"),
        Make("catch-once", "a3c", "catch-lstm", 2_000_000, Searched,
            "initializer=he t-max=23 discount=0.99 entropy-weight=0.01 entropy-weight-schedule=linear "
            + "learning-rate=0.001 epsilon=0.001 initial-mean-square=1"),
        Make("catch-once", "ppo", "catch-lstm", 1_000_000, Batched,
            "environments=16 t-max=46 minibatch-size=184 entropy-weight=0.01 entropy-weight-schedule=linear learning-rate=0.001"),
        Make("catch-once", "impala", "catch-lstm", 2_000_000, Queued,
            "initializer=he environments=16 batch-size=8 t-max=23 entropy-weight=0.02 entropy-weight-schedule=linear "
            + $"{Adam} learning-rate=0.001"),
        Make("cartpole", "a3c", "mlp", 500_000, Searched,
            "initializer=orthogonal t-max=20 discount=0.99 lambda=0.95 entropy-weight=0 value-gradient-scale=1 "
            + $"{Adam} learning-rate=0.001"),
        Make("cartpole", "one-step-q", "mlp-2", 3_000_000, Searched, CartPoleOneStep),
        Make("cartpole", "one-step-sarsa", "mlp-2", 3_000_000, Searched, CartPoleOneStep),
        Make("cartpole", "n-step-q", "mlp", 1_500_000, Searched,
            "initializer=orthogonal t-max=10 discount=0.99 target-interval=5000 exploration-frames=100000 final-exploration=0.3 "
            + $"{Adam} learning-rate=0.0005"),
        Make("cartpole", "a2c", "mlp", 500_000, Batched,
            "initializer=orthogonal environments=8 t-max=16 lambda=0.95 entropy-weight=0 value-gradient-scale=1 "
            + $"{Adam} learning-rate=0.007"),
        Make("cartpole", "ppo", "mlp", 100_000, "Stable-Baselines3 zoo",
            "environments=8 t-max=32 minibatch-size=256 epochs=20 discount=0.98 lambda=0.8 learning-rate=0.001 clip-schedule=linear"),
        Make("cartpole", "impala", "mlp", 500_000, Queued,
            "initializer=orthogonal environments=8 batch-size=8 t-max=16 lambda=0.95 entropy-weight=0 value-gradient-scale=1 "
            + $"{Adam} learning-rate=0.005"),
        Make("cartpole", "ga3c", "mlp", 500_000, Queued,
            "initializer=orthogonal environments=8 training-min-batch=80 t-max=16 lambda=0.95 entropy-weight=0 reward-scale=0.1 "
            + $"{Adam} learning-rate=0.005 learning-rate-schedule=linear"),
        Make("cartpole", "dqn", "mlp-2", 50_000, Replayed,
            "environments=1 replay-size=50000 replay-start=1000 steps-per-update=1 minibatch-size=128 double=true dueling=true "
            + "replay=proportional error=squared loss-scale=mean target-interval=100 exploration-frames=8000 final-exploration=0.04 "
            + $"clip-norm=10 learning-rate-schedule=linear {Adam} learning-rate=0.001"),
        Make("cartpole", "nfq", "nfq", 10_000, Tried, "random-episodes=50 discount=0.98"),
        Make("cartpole", "lin", "mlp", 50_000, Tried,
            "discount=0.98 temperature=2 final-temperature=0.1 optimizer=shared-adam learning-rate=0.0005"),
        Make("cartpole", "acer", "mlp", 150_000, Replayed,
            "initializer=orthogonal t-max=50 lambda=0.95 reward-scale=0.1 replay-start=500 entropy-weight=0.02 "
            + $"entropy-weight-schedule=linear value-gradient-scale=1 trust-region-space=logits {Adam} learning-rate=0.002"),
        Make("cartpole", "pgql", "mlp", 150_000, Replayed,
            "initializer=orthogonal t-max=20 lambda=0.95 reward-scale=0.1 replay-start=1000 entropy-weight-schedule=linear "
            + $"value-gradient-scale=1 {Adam} learning-rate=0.002"),
        Make("mountain-car", "n-step-q", "mlp-2", 1_500_000, Searched,
            "initializer=he t-max=5 discount=0.98 target-interval=1000 exploration-frames=200000 final-exploration=0.1 error=huber "
            + $"normalize-observations=true clip-norm=0.5 {Adam} learning-rate=0.001") with
        {
            MostActors = 2,
        },
        Make("acrobot", "a3c", "mlp", 1_000_000, Searched,
            "initializer=he t-max=64 discount=0.99 lambda=0.95 entropy-weight=0.05 entropy-weight-schedule=linear clip-norm=5 "
            + $"value-gradient-scale=1 {Adam} learning-rate=0.001"),
        Make("acrobot", "ppo", "mlp", 1_000_000, Batched,
            "environments=8 t-max=64 minibatch-size=128 epochs=8 entropy-weight=0.01 entropy-weight-schedule=linear reward-scale=0.1 "
            + "learning-rate=0.001"),
        Make("acrobot", "a2c", "mlp", 1_000_000, Batched,
            "environments=8 t-max=32 lambda=0.95 entropy-weight=0.02 entropy-weight-schedule=linear reward-scale=0.1 "
            + $"{Adam} learning-rate=0.003"),
        Make("acrobot", "impala", "mlp", 1_000_000, Queued,
            "environments=8 batch-size=8 t-max=32 lambda=0.95 entropy-weight=0.02 entropy-weight-schedule=linear reward-scale=0.1 "
            + $"{Adam} learning-rate=0.003"),
        Make("pendulum", "a3c-continuous", "mlp-2", 1_500_000, Searched,
            "initializer=orthogonal t-max=16 discount=0.95 lambda=0.9 entropy-weight=0.001 value-gradient-scale=2 variance-floor=0.01 "
            + "action-scaling=none reward-scale=0.03 clip-norm=10 learning-rate=0.001 epsilon=0.001 initial-mean-square=1"),
        Make("pendulum", "ppo", "mlp-2", 200_000, Batched,
            "environments=4 t-max=256 minibatch-size=64 epochs=10 discount=0.95 variance-floor=0.01 action-scaling=none "
            + "normalize-rewards=true learning-rate=0.001"),
        Make("pendulum", "a2c", "mlp-2", 1_500_000, Batched,
            "initializer=orthogonal environments=2 t-max=16 loss-scale=sum discount=0.95 lambda=0.9 entropy-weight=0.001 "
            + "value-gradient-scale=2 variance-floor=0.01 action-scaling=none reward-scale=0.03 clip-norm=10 learning-rate=0.001 "
            + "epsilon=0.001 initial-mean-square=1"),
        Make("pendulum", "impala", "mlp-2", 1_000_000, Queued,
            "initializer=orthogonal environments=4 batch-size=2 t-max=16 discount=0.95 lambda=0.9 entropy-weight=0.001 "
            + "value-gradient-scale=2 variance-floor=0.01 action-scaling=none reward-scale=0.03 clip-norm=10 learning-rate=0.001 "
            + "epsilon=0.001 initial-mean-square=1"),
        Make("pendulum", "ddpg", "mlp-2", 50_000, Replayed,
            "replay-start=5000 random-steps=5000 minibatch-size=128 discount=0.98 tau=0.005 critic-rate-factor=1 critic-weight-decay=0 "
            + $"noise=gaussian noise-deviation=0.1 reward-scale=0.1 {Adam} learning-rate=0.001"),
        Make("mountain-car-continuous", "a3c-continuous", "mlp-2", 300_000, Searched,
            "initializer=orthogonal t-max=100 discount=0.99 entropy-weight=0.001 value-gradient-scale=1 noise-correlation=0.95 "
            + $"normalize-observations=true clip-norm=0.5 {Adam} learning-rate=0.0003"),
        Make("mountain-car-continuous", "a2c", "mlp-2", 300_000, Batched,
            "initializer=orthogonal environments=2 t-max=100 loss-scale=sum entropy-weight=0.001 value-gradient-scale=1 "
            + $"noise-correlation=0.95 normalize-observations=true {Adam} learning-rate=0.0003"),
        Make("mountain-car-continuous", "ppo", "mlp-2", 300_000, Batched,
            "initializer=orthogonal environments=8 t-max=100 minibatch-size=200 normalize-advantages=false entropy-weight=0.001 "
            + "value-gradient-scale=1 variance-floor=0.3 noise-correlation=0.98 normalize-observations=true learning-rate=0.0003"),
        Make("mountain-car-continuous", "ddpg", "mlp-2", 60_000, ReplayedRarely,
            "replay-start=10000 tau=0.005 critic-weight-decay=0 noise-deviation=0.5 noise-reversion=0.05 reward-scale=0.1 "
            + "normalize-observations=true"),
        Make("t-maze", "a3c", "mlp-lstm", 300_000, Searched,
            "initializer=orthogonal t-max=20 discount=0.99 entropy-weight=0.01 entropy-weight-schedule=linear clip-norm=1 "
            + $"{Adam} learning-rate=0.001"),
        Make("t-maze", "a2c", "mlp-lstm", 300_000, Batched,
            $"initializer=orthogonal t-max=20 entropy-weight-schedule=linear {Adam} learning-rate=0.001"),
        Make("t-maze", "ppo", "mlp-lstm", 200_000, Batched,
            "environments=16 t-max=32 minibatch-size=128 entropy-weight=0.01 learning-rate=0.001"),
        Make("t-maze", "impala", "mlp-lstm", 300_000, Queued,
            "initializer=orthogonal environments=8 batch-size=8 t-max=20 entropy-weight-schedule=linear clip-norm=1 "
            + $"{Adam} learning-rate=0.001"),
        Make("t-maze", "ga3c", "mlp-lstm", 300_000, Queued,
            "initializer=orthogonal environments=8 training-min-batch=80 t-max=20 entropy-weight-schedule=linear "
            + $"value-gradient-scale=0.5 {Adam} learning-rate=0.001 learning-rate-schedule=linear"),
        Make("t-maze", "r2d2", "mlp-lstm", 200_000, Replayed,
            "initializer=orthogonal replay-size=50000 replay-start=2000 sequence-length=20 sequence-period=10 burn-in=0 minibatch-size=16 "
            + "steps-per-update=32 target-interval=2000 discount=0.99 rescale-values=false importance-schedule=linear learning-rate=0.001"),
        Make("abc", "a3c", "mlp", 40_000, Searched, $"discount=0.9 {Adam} learning-rate=0.003"),
        Make("abc", "one-step-q", "mlp", 40_000, Searched, Toy),
        Make("abc", "one-step-sarsa", "mlp", 40_000, Searched, Toy),
        Make("abc", "n-step-q", "mlp", 40_000, Searched, Toy),
        Make("abc", "a3c-continuous", "mlp", 80_000, Searched,
            $"actions=continuous t-max=5 discount=0.9 entropy-weight=0 variance-floor=0.01 {Adam} learning-rate=0.001"),
        Make("pong", "a3c", "mnih2013", 3_000_000, Arcades, Arcade),
        Make("pong", "a2c", "mnih2013", 3_000_000, Batched,
            "initializer=orthogonal environments=8 t-max=10 lambda=0.95 entropy-weight-schedule=linear reward-clip=1 "
            + $"{Adam} learning-rate=0.0007"),
        Make("pong", "ppo", "mnih2013", 3_000_000, Batched,
            "environments=8 t-max=20 minibatch-size=80 epochs=2 normalize-advantages=false entropy-weight=0.01 "
            + "entropy-weight-schedule=linear reward-clip=1 learning-rate=0.0005"),
        Make("pong", "impala", "mnih2013", 3_000_000, Queued,
            "initializer=orthogonal environments=8 batch-size=4 t-max=20 lambda=0.95 entropy-weight-schedule=linear reward-clip=1 "
            + $"{Adam} learning-rate=0.0006"),
        Make("pong", "dqn", "mnih2013", 1_500_000, OneReplay, $"{ReplayedArcade} exploration-frames=800000"),
        Make("breakout", "a3c", "mnih2013", 3_000_000, Arcades, Arcade),
        Make("breakout", "dqn", "mnih2013", 3_000_000, OneReplay, $"{ReplayedArcade} exploration-frames=2000000"),
        Make("freeway", "a3c", "mnih2013", 3_000_000, Arcades, Arcade) with
        {
            Caveat = "No settings are known to learn freeway by a3c: random actions never cross the road, so the agent never receives a "
                + "reward. dqn can learn it.",
        },
        Make("freeway", "dqn", "mnih2013", 500_000, OneReplay,
            $"{ReplayedArcade} exploration-frames=40000 replay-size=100000 replay-start=5000 learning-rate-schedule=constant") with
        {
            Caveat = "No settings are known with which dqn always learns freeway: one of two seeds did, whose early greedy policy walked "
                + "across the road.",
        },
        Make("invaders", "a3c", "mnih2013", 3_000_000, Arcades, Arcade),
        Make("seaquest", "a3c", "mnih2013", 3_000_000, Arcades, Arcade),
        Make("seaquest", "dqn", "mnih2013", 1_000_000, OneReplay, $"{ReplayedArcade} exploration-frames=800000 discount=0.995"),
        Make("labyrinth", "a3c", "mnih2013-lstm", 1_000_000, FirstPerson,
            "layout=room size=7 apples=5 seconds=20 movement=minimal normalize-rewards=true initializer=orthogonal t-max=20 discount=0.99 "
            + $"lambda=0.95 entropy-weight=0.01 clip-norm=40 {Adam} learning-rate=0.0003"),
        Make("labyrinth", "unreal", "mnih2013-lstm", 300_000, OneRun,
            "layout=room size=7 apples=5 seconds=20 movement=minimal normalize-rewards=true initializer=orthogonal t-max=20 discount=0.99 "
            + $"lambda=0.95 entropy-weight=0.01 pixel-control=0.0005 clip-norm=40 {Adam} learning-rate=0.0003"),
        Make("racer", "a3c", "mnih2013", 1_000_000, FirstPerson,
            "car=slow normalize-rewards=true initializer=orthogonal t-max=40 discount=0.99 lambda=0.95 entropy-weight=0.01 "
            + $"entropy-weight-schedule=linear clip-norm=10 {Adam} learning-rate=0.00015"),
        Make("mujoco:cartpole", "ppo", "mlp-2", 1_500_000, TwentyRuns,
            "environments=8 t-max=256 minibatch-size=256 epochs=10 discount=0.99 entropy-weight=0.02 normalize-observations=true "
            + "normalize-rewards=true learning-rate=0.001"),
        Make("mujoco:pendulum", "ppo", "mlp-2", 200_000, FewRuns,
            "environments=4 t-max=256 minibatch-size=64 epochs=10 discount=0.95 variance-floor=0.01 action-scaling=none "
            + "normalize-rewards=true learning-rate=0.001"),
        Make("mujoco:reacher", "ppo", "mlp-2", 300_000, FewRuns,
            "environments=8 t-max=50 minibatch-size=100 epochs=10 discount=0.95 normalize-observations=true normalize-rewards=true "
            + "learning-rate=0.0005"),
        Make("mujoco:reacher", "a3c-continuous", "mlp-2", 500_000, OneStudy,
            "initializer=orthogonal t-max=16 discount=0.95 lambda=0.95 entropy-weight=0.001 value-gradient-scale=2 clip-norm=10 "
            + "epsilon=0.001 initial-mean-square=1 variance-floor=0.01 normalize-observations=true normalize-rewards=true "
            + "learning-rate=0.0003"),
        Make("mujoco:cheetah", "ppo", "mlp-2", 1_000_000, FewRuns,
            "environments=8 t-max=128 minibatch-size=128 epochs=10 normalize-observations=true normalize-rewards=true "
            + "learning-rate=0.0003"),
        Make("torcs:g-track-1", "a3c", "mlp-2", 1_200_000, FewRaces,
            "normalize-rewards=true initializer=orthogonal t-max=20 discount=0.99 lambda=0.95 entropy-weight=0.02 "
            + $"entropy-weight-schedule=linear clip-norm=10 {Adam} learning-rate=0.001"),
        Make("null", "a3c", "mnih2013", 100_000, "the paper's A3C; there is nothing to learn, and so nothing to evaluate",
            "t-max=5 evaluation-episodes=0"),
    ];

    private const string Queued = "AsyncRL: found in some forty runs of one thread, on seeds that are not those of docs/results.md";

    private const string Tried = "AsyncRL: found in up to twelve runs of one thread, on seeds that are not those of docs/results.md";

    private const string Replayed = "AsyncRL: found in ten to fifty runs of one thread, on seeds that are not those of docs/results.md";

    private const string ReplayedRarely =
        "AsyncRL: found in some ten runs of one thread, on seeds that are not those of docs/results.md";

    private const string Arcades =
        "AsyncRL: found in some ten runs of pong and breakout, on seeds that are not those of docs/results.md, for all arcade games";

    private const string FirstPerson =
        "AsyncRL: found in a few runs on seeds that are not those of docs/results.md, for the easiest setting of docs/environments";

    private const string OneRun = "AsyncRL: the settings of a3c on the same task, measured with one seed, that of docs/results.md";

    private const string OneReplay = "AsyncRL: found in few runs of one thread, measured with one seed, that of docs/results.md";

    private const string FewRuns =
        "AsyncRL: found in a few runs of one thread, on seeds that are not those of docs/environments/mujoco.md";

    private const string TwentyRuns =
        "AsyncRL: a few runs, and the entropy weight with seeds 21 to 30; docs/environments/mujoco.md has other seeds of this setting";

    private const string OneStudy =
        "AsyncRL: the study mujoco varied the learning rate, with seed 1; docs/environments/mujoco.md has other seeds of this setting";

    private const string FewRaces =
        "AsyncRL: found in some ten runs of eight threads, on seeds that are not those of docs/environments/torcs.md";

    private const string Arcade =
        "initializer=orthogonal t-max=20 discount=0.99 lambda=0.95 entropy-weight=0.01 entropy-weight-schedule=linear reward-clip=1 "
        + $"clip-norm=40 {Adam} learning-rate=0.0004";

    private const string ReplayedArcade =
        "environments=8 steps-per-update=8 replay-size=200000 n-step=3 double=true dueling=true loss-scale=mean target-interval=16000 "
        + $"final-exploration=0.01 reward-clip=1 {Adam} learning-rate=0.0003";

    private const string Toy =
        $"discount=0.9 target-interval=200 exploration-frames=5000 final-exploration=0.1 {Adam} learning-rate=0.003";

    private const string CartPoleOneStep =
        "initializer=orthogonal update-interval=5 discount=0.99 target-interval=1000 exploration-frames=200000 clip-norm=10 "
        + $"{Adam} learning-rate=0.0003";

    private static Preset Make(
        string environment, string algorithm, string network, long agentSteps, string source, string assignments)
    {
        var options = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (string assignment in assignments.Split(' '))
        {
            string[] parts = assignment.Split('=');
            options[parts[0]] = parts[1];
        }

        return new Preset(environment, algorithm, network, agentSteps, options.ToImmutable(), source);
    }
}
