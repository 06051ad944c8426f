using System.Globalization;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the table of variances and biases in docs/algorithms/psi.md: the gradient of the policy and the trunk on Catch at a fixed θ
/// for each ψ, over the same episodes, with γ = 1.
/// </summary>
internal static class PsiResults
{
    private const int Batches = 20;
    private const int FittedEpisodes = 40_000;
    private const double CriticRate = 0.01;
    private const int PartlyTrained = 30_000;
    private const int LongestEpisode = 100;
    private const string Reference = "return-baseline";

    private static readonly (string Title, string Psi, int TMax, string Lambda)[] Estimates =
    [
        ("total", "total", 5, "1"),
        ("return", "return", 5, "1"),
        ("return-baseline", Reference, 5, "1"),
        ("gae, λ = 0.95, whole episodes", "gae", LongestEpisode, "0.95"),
        ("gae, λ = 1, t_max = 5", "gae", 5, "1"),
        ("td", "td", 5, "1"),
        ("q", "q", 5, "1"),
        ("advantage", "advantage", 5, "1"),
    ];

    /// <summary>psi [EPISODES]</summary>
    /// <param name="args">The arguments after "psi".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        int episodes = 20_000;
        if (args.Length > 0 && (!int.TryParse(args[0], out episodes) || episodes < 2 * Batches))
        {
            Console.Error.WriteLine($"The number of episodes is \"{args[0]}\"; expected a whole number of at least {2 * Batches}.");
            return 2;
        }

        Console.WriteLine($"{MachineDescription.Processor}, {MachineDescription.System}, {episodes:N0} episodes in {Batches} batches");
        float[] untrained = Untrained();
        Measure("untrained θ, untrained critic", untrained, fits: false, episodes);
        Measure("untrained θ, fitted critic", untrained, fits: true, episodes);
        float[] trained = Trainer.Train(Configure("gae", 20, "1")).Theta;
        Measure($"θ after {PartlyTrained:N0} agent steps, fitted critic", trained, fits: true, episodes);
        return 0;
    }

    private static void Measure(string title, float[] theta, bool fits, int episodes)
    {
        var estimates = new List<(string Title, PolicyGradient Gradient, GradientMoments Moments)>();
        TrainingConfiguration source = Configure("gae", 20, "1");
        foreach ((string name, string psi, int tMax, string lambda) in Estimates)
        {
            using PolicyGradient fitted = Fit(psi, theta, source, fits ? FittedEpisodes : 0);
            var gradient = new PolicyGradient(AtRest(psi, tMax, lambda), fitted.Theta, fitted.Structure, seed: 2);
            estimates.Add((name, gradient, new GradientMoments(gradient.Length, Batches)));
        }

        double returns = 0;
        var numbers = new double[estimates[0].Gradient.Length];
        for (int episode = 0; episode < episodes; episode++)
        {
            foreach ((_, PolicyGradient gradient, GradientMoments moments) in estimates)
            {
                gradient.Play();
                if (gradient.Return != estimates[0].Gradient.Return) throw new InvalidOperationException("The episodes differ.");
                gradient.CopyTo(numbers);
                moments.Add((int)((long)episode * Batches / episodes), numbers);
            }

            returns += estimates[0].Gradient.Return;
        }

        estimates.ForEach(estimate => estimate.Gradient.Dispose());
        Print(title, returns / episodes, estimates.ConvertAll(estimate => (estimate.Title, estimate.Moments)));
    }

    private static void Print(string title, double meanReturn, List<(string Title, GradientMoments Moments)> estimates)
    {
        GradientMoments reference = estimates.Find(estimate => estimate.Title == Reference).Moments;
        double variance = reference.Variance().Mean;
        Console.WriteLine(Line($"\n{title}; mean return {meanReturn:F2}; variance of {Reference}: {variance:G4}\n"));
        Console.WriteLine("| ψ | variance, relative | bias, relative | cosine |\n| --- | --- | --- | --- |");
        foreach ((string name, GradientMoments moments) in estimates)
        {
            (double own, double error) = moments.Variance();
            (Estimate bias, Estimate cosine) = moments.Against(reference);
            Console.WriteLine(Line($"| {name} | {own / variance:G3} ± {error / variance:G1} | ")
                + (moments == reference ? "0 | 1 |" : $"{bias} | {cosine} |"));
        }
    }

    /// <summary>Fits the critic's head to the returns of whole episodes. The trunk and the policy stay as they are.</summary>
    private static PolicyGradient Fit(string psi, float[] theta, TrainingConfiguration source, int episodes)
    {
        string learning = psi is "q" or "advantage" ? psi : Reference;
        var critic = new PolicyGradient(
            Configure(learning, LongestEpisode, "1", ("discount", "1"), ("value-gradient-scale", "1")), theta, source.Network, seed: 3);
        for (int episode = 0; episode < episodes; episode++)
        {
            critic.Play();
            critic.MoveCritic(CriticRate * (1 - ((double)episode / episodes)));
        }

        return critic;
    }

    /// <summary>The policy's gradient alone: without entropy, and with a critic that does not learn.</summary>
    private static TrainingConfiguration AtRest(string psi, int tMax, string lambda) => Configure(
        psi, tMax, lambda, ("discount", "1"), ("entropy-weight", "0"), ("value-gradient-scale", "0"));

    private static TrainingConfiguration Configure(
        string psi, int tMax, string lambda, params ReadOnlySpan<(string Name, string Value)> options)
    {
        var assignments = new Dictionary<string, string>
        {
            ["rows"] = "10",
            ["columns"] = "5",
            ["balls"] = "3",
            ["paddle-width"] = "1",
            ["psi"] = psi,
            ["t-max"] = $"{tMax}",
            ["lambda"] = lambda,
            ["evaluation-episodes"] = "0",
        };
        foreach ((string name, string value) in options) assignments[name] = value;
        return TrainingConfiguration.Resolve(new TrainingRequest
        {
            Environment = "catch",
            Algorithm = "a3c",
            Network = "mlp",
            Threads = 1,
            AgentSteps = PartlyTrained,
            Seed = 1,
            Assignments = assignments,
        });
    }

    private static float[] Untrained()
    {
        TrainingConfiguration configuration = Configure("gae", 20, "1");
        var theta = new AlignedBlock<float>(configuration.Network.Layout.BlockLength);
        Initializer initializer = Array.Find([.. Initializer.All], i => i.Name == configuration.Run.Initializer)!;
        initializer.Initialize(configuration.Network.Layout, new RandomGenerator(1).Split(0), theta.Span);
        return theta.Span.ToArray();
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
