using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Numerics.Losses;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Synchronous;

/// <summary>The functions of synchronous methods, compared in double with cases that were computed independently.</summary>
public class MethodCaseTests
{
    public static TheoryData<string> Advantages => MethodCases.NamesOf("gae");

    public static TheoryData<string> Policies => MethodCases.NamesOf("softmax_policy");

    public static TheoryData<string> Divergences => MethodCases.NamesOf("categorical_kl");

    public static TheoryData<string> Scales => MethodCases.NamesOf("value_gradient_scales");

    public static TheoryData<string> Clips => MethodCases.NamesOf("ppo_clip");

    public static TheoryData<string> ValueClips => MethodCases.NamesOf("ppo_value_clip");

    public static TheoryData<string> Penalties => MethodCases.NamesOf("ppo_kl_penalty");

    public static TheoryData<string> Gaussians => MethodCases.NamesOf("ppo_gaussian");

    public static TheoryData<string> Diagonals => MethodCases.NamesOf("diagonal_gaussian");

    public static TheoryData<string> Normalizations => MethodCases.NamesOf("advantage_normalisation");

    public static TheoryData<string> Minibatches => MethodCases.NamesOf("ppo_minibatch");

    public static TheoryData<string> Diagnostics => MethodCases.NamesOf("ppo_diagnostics");

    [Theory]
    [MemberData(nameof(Advantages))]
    public void Advantages_stop_at_ends(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] rewards = inputs.Numbers("rewards"), values = inputs.Numbers("values"), next = inputs.Numbers("nextValues");
        double[] terminated = inputs.Numbers("terminated"), ended = inputs.Numbers("ended");
        var batch = new BatchAdvantage<double>(inputs.Number("gamma"), inputs.Number("lam"), learnsLambdaReturn: true);
        var advantages = new double[rewards.Length];
        var targets = new double[rewards.Length];
        for (int i = rewards.Length - 1; i >= 0; i--)
        {
            if (ended[i] != 0 || i == rewards.Length - 1) batch.Begin(terminated[i] != 0 ? 0 : next[i]);
            (advantages[i], targets[i]) = batch.Previous(rewards[i], values[i]);
        }

        MethodCases.AssertClose(expected.Numbers("advantages"), advantages);
        MethodCases.AssertClose(expected.Numbers("returns"), targets);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_row_of_actor_critic_has_the_gradient_of_its_loss(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] logits = inputs.Numbers("logits"), logarithms = LogSoftmax(logits), probabilities = Array.ConvertAll(logarithms, Math.Exp);
        var loss = new SoftmaxLoss<double>(1);
        loss.Begin(inputs.Number("beta"));
        var gradient = new double[logits.Length];
        loss.AddPolicyStep(probabilities, logarithms, inputs.Whole("action"), inputs.Number("advantage"), gradient);
        MethodCases.AssertClose(expected.Number("entropy"), loss.Entropy);
        MethodCases.AssertClose(expected.Numbers("dLdz"), gradient);
    }

    [Theory]
    [MemberData(nameof(Divergences))]
    public void The_divergence_from_an_old_policy_has_the_gradient_of_the_difference(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        (double[] logits, double[] old) = (inputs.Numbers("logits"), LogSoftmax(inputs.Numbers("fixedLogits")));
        var term = new PolicyDivergence(old);
        var gradient = new double[logits.Length];
        term.AddGradient(logits, gradient);
        MethodCases.AssertClose(expected.Number("klFixedToPolicy"), term.Value(logits));
        MethodCases.AssertClose(expected.Numbers("dKlFixedToPolicy_dz"), gradient);
    }

    /// <summary>The factor of the loss and of the summed gradient give the gradients of the programs that the case names.</summary>
    [Theory]
    [MemberData(nameof(Scales))]
    public void Scales_of_the_value_are_those_of_the_programs(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        (double[] values, double[] returns) = (inputs.Numbers("values"), inputs.Numbers("returns"));
        double c = inputs.Number("coefficient");
        MethodCases.AssertClose(expected.Numbers("sumHalfSquare"), Gradients("sum", c));
        MethodCases.AssertClose(expected.Numbers("meanSquare_baselinesA2C_SB3"), Gradients("mean", 2 * c));
        MethodCases.AssertClose(expected.Numbers("halfMeanSquare_baselinesPPO_CleanRL"), Gradients("mean", c));
        double paac = new PaacOptions().ValueGradientScale;
        MethodCases.AssertClose(expected.Numbers("paacFiveTimesMeanQuarter"), Gradients("five-means", paac));

        double[] Gradients(string scale, double factor)
        {
            double all = new A2COptions { LossScale = scale }.FactorOf(values.Length);
            return [.. values.Select((value, i) => all * SquaredError.Gradient(factor, value, returns[i]))];
        }
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void The_clip_depends_on_the_sign_of_the_advantage(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        (double[][] logits, double[] old) = (inputs.Rows("logits"), inputs.Numbers("oldLogP"));
        (double[] actions, double[] advantages) = (inputs.Numbers("actions"), inputs.Numbers("advantages"));
        for (int i = 0; i < logits.Length; i++)
        {
            JsonNode row = expected["rows"]![i]!;
            var term = new ClippedSurrogate(logits[i].Length, (int)actions[i], old[i], advantages[i], inputs.Number("clip"));
            var gradient = new double[logits[i].Length];
            term.AddGradient(logits[i], gradient);
            double ratio = Math.Exp(LogSoftmax(logits[i])[(int)actions[i]] - old[i]);
            ClippedSurrogate.Value(ratio, advantages[i], inputs.Number("clip"), out double weight);
            MethodCases.AssertClose(row.Number("ratio"), ratio);
            MethodCases.AssertClose(row.Number("loss"), term.Value(logits[i]));
            Assert.Equal(row["clipActive"]!.GetValue<bool>(), weight == 0);
            MethodCases.AssertClose(row.Numbers("dLdz"), gradient);
        }
    }

    [Theory]
    [MemberData(nameof(ValueClips))]
    public void The_larger_error_of_a_clipped_value_counts(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        (double[] values, double[] old, double[] returns) =
            (inputs.Numbers("values"), inputs.Numbers("oldValues"), inputs.Numbers("returns"));
        for (int i = 0; i < values.Length; i++)
        {
            double loss = ClippedValueError.Value(
                inputs.Number("coefficient"), values[i], old[i], returns[i], inputs.Number("clip"), out double gradient);
            MethodCases.AssertClose(expected["rows"]![i]!.Number("loss"), loss);
            MethodCases.AssertClose(expected["rows"]![i]!.Number("dLdV"), gradient);
        }
    }

    [Theory]
    [MemberData(nameof(Penalties))]
    public void The_penalty_pulls_toward_the_old_policy_and_adapts(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] logits = inputs.Numbers("logits"), old = LogSoftmax(inputs.Numbers("oldLogits"));
        (int action, double advantage) = (inputs.Whole("action"), inputs.Number("advantage"));
        double[] logarithms = LogSoftmax(logits), probabilities = Array.ConvertAll(logarithms, Math.Exp);
        double ratio = Math.Exp(logarithms[action] - old[action]);
        ClippedSurrogate.Value(ratio, advantage, double.PositiveInfinity, out double weight);
        var gradient = new double[logits.Length];
        WeightedLogLikelihood.AddGradient(-weight, action, probabilities, gradient);
        PolicyDivergence.AddGradient<double>(inputs.Number("coefficient"), old, probabilities, gradient);
        MethodCases.AssertClose(expected.Number("ratio"), ratio);
        MethodCases.AssertClose(expected.Number("kl"), PolicyDivergence.Value<double>(old, logarithms));
        MethodCases.AssertClose(expected.Numbers("dLdz"), gradient);
        float next = PenaltyRule.Next((float)inputs.Number("coefficient"), inputs.Number("measuredKl"), inputs.Number("targetKl"));
        Assert.Equal(expected.Number("nextCoefficient"), next);
    }

    /// <summary>The engine's Gaussian is spherical: the case has equal deviations, and its log σ is half of log σ².</summary>
    [Theory]
    [MemberData(nameof(Gaussians))]
    public void A_gaussian_has_the_same_clip(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] mean = inputs.Numbers("mean"), action = inputs.Numbers("action"), deviations = inputs.Numbers("logStd");
        Assert.Single(deviations.Distinct());
        double variance = Math.Exp(2 * deviations[0]), logDensity = SphericalGaussian.LogLikelihood<double>(action, mean, variance);
        double ratio = Math.Exp(logDensity - inputs.Number("oldLogP"));
        ClippedSurrogate.Value(ratio, inputs.Number("advantage"), inputs.Number("clip"), out double weight);
        MethodCases.AssertClose(expected.Number("logP"), logDensity);
        MethodCases.AssertClose(expected.Number("ratio"), ratio);
        MethodCases.AssertClose(expected.Numbers("dLdMean"), [.. mean.Select((m, i) => -weight * (action[i] - m) / variance)]);
    }

    /// <summary>
    /// A Gaussian with a variance for each dimension is a product of spherical ones of one dimension. The cases differentiate by log σ:
    /// ∂/∂ log σ = 2 σ² ∂/∂σ², and the gradient here is that of s, ∂/∂σ² · softplus′(s).
    /// </summary>
    [Theory]
    [MemberData(nameof(Diagonals))]
    public void A_gaussian_has_the_density_entropy_and_divergence_of_a_diagonal_one(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] mean = inputs.Numbers("mean"), action = inputs.Numbers("action"), deviations = inputs.Numbers("logStd");
        double[] otherMean = inputs.Numbers("otherMean"), otherDeviations = inputs.Numbers("otherLogStd");
        double density = 0, entropy = 0, divergence = 0;
        for (int i = 0; i < mean.Length; i++)
        {
            double variance = Math.Exp(2 * deviations[i]), otherVariance = Math.Exp(2 * otherDeviations[i]), spread = 0.3;
            double byDeviation = 2 * variance / Softplus.Derivative(spread);
            density += SphericalGaussian.LogLikelihood<double>([action[i]], [mean[i]], variance);
            entropy += SphericalGaussian.Entropy(1, variance);
            divergence += GaussianDivergence.Value([otherMean[i]], otherVariance, [mean[i]], variance);
            double[] byMean = [0], divergenceByMean = [0];
            double bySpread = 0, entropyBySpread = 0, divergenceBySpread = 0;
            SphericalGaussian.AddLogLikelihoodGradient(1, [action[i]], [mean[i]], spread, variance, byMean, ref bySpread);
            SphericalGaussian.AddEntropyGradient(1, 1, spread, variance, ref entropyBySpread);
            GaussianDivergence.AddGradient(
                1, [otherMean[i]], otherVariance, [mean[i]], spread, variance, divergenceByMean, ref divergenceBySpread);
            MethodCases.AssertClose(expected.Numbers("dLogDensity_dMean")[i], byMean[0]);
            MethodCases.AssertClose(expected.Numbers("dLogDensity_dLogStd")[i], bySpread * byDeviation);
            MethodCases.AssertClose(expected.Numbers("dEntropy_dLogStd")[i], entropyBySpread * byDeviation);
            MethodCases.AssertClose(expected.Numbers("dKl_dMean")[i], divergenceByMean[0]);
            MethodCases.AssertClose(expected.Numbers("dKl_dLogStd")[i], divergenceBySpread * byDeviation);
        }

        MethodCases.AssertClose(expected.Number("logDensity"), density);
        MethodCases.AssertClose(expected.Number("entropy"), entropy);
        MethodCases.AssertClose(expected.Number("klOtherToThis"), divergence);
    }

    /// <summary>The advantages are of single precision.</summary>
    [Theory]
    [MemberData(nameof(Normalizations))]
    public void Advantages_are_normalized_by_the_deviation_of_the_population(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        var advantages = Array.ConvertAll(inputs.Numbers("advantages"), number => (float)number);
        AdvantageScale scale = AdvantageScale.Of(advantages, [.. Enumerable.Range(0, advantages.Length)], 1);
        double[] population = expected.Numbers("population");
        for (int i = 0; i < population.Length; i++) Assert.Equal(population[i], scale.Of(advantages[i]), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Minibatches))]
    public void A_minibatch_has_the_gradient_of_its_mean_loss(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        (double[][] logits, double[] values) = (inputs.Rows("logits"), inputs.Numbers("values"));
        double[] returns = inputs.Numbers("returns");
        (double[] actions, double[] old) = (inputs.Numbers("actions"), inputs.Numbers("oldLogP"));
        var advantages = Array.ConvertAll(inputs.Numbers("advantages"), number => (float)number);
        int[] items = [.. Enumerable.Range(0, advantages.Length)];
        AdvantageScale scale = AdvantageScale.Of(advantages, items, 1);
        double loss = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double advantage = expected.Numbers("normalisedAdvantages")[i];
            Assert.Equal(advantage, scale.Of(advantages[i]), 1e-6);
            double[] logarithms = LogSoftmax(logits[i]), probabilities = Array.ConvertAll(logarithms, Math.Exp);
            double entropy = PolicyEntropy.Value<double>(probabilities, logarithms);
            double ratio = Math.Exp(logarithms[(int)actions[i]] - old[i]);
            double surrogate = ClippedSurrogate.Value(ratio, advantage, inputs.Number("clip"), out double weight);
            var gradient = new double[logits[i].Length];
            WeightedLogLikelihood.AddGradient(-weight, (int)actions[i], probabilities, gradient);
            PolicyEntropy.AddGradient(-inputs.Number("entCoef"), entropy, probabilities, logarithms, gradient);
            MethodCases.AssertClose(expected.Rows("dLdz")[i], Array.ConvertAll(gradient, number => number / logits.Length));
            double slope = SquaredError.Gradient(inputs.Number("vfCoef"), values[i], returns[i]);
            MethodCases.AssertClose(expected.Numbers("dLdV")[i], slope / logits.Length);
            double error = SquaredError.Value(inputs.Number("vfCoef"), values[i], returns[i]);
            loss += (surrogate - (inputs.Number("entCoef") * entropy) + error) / logits.Length;
        }

        MethodCases.AssertClose(expected.Number("loss"), loss);
    }

    [Theory]
    [MemberData(nameof(Diagnostics))]
    public void Diagnostics_are_means_over_rows(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        var sums = new ProximalSums();
        foreach (double logRatio in inputs.Numbers("logRatios"))
        {
            sums.Add((float)logRatio, MathF.Exp((float)logRatio), 0, 0, (float)inputs.Number("clip"));
        }

        Assert.Equal(expected.Number("k3"), sums.EstimatedDivergence / sums.Rows, 1e-6);
        Assert.Equal(expected.Number("clipFraction"), sums.Clipped / sums.Rows, 1e-12);
        float[] returns = Array.ConvertAll(inputs.Numbers("returns"), number => (float)number);
        float[] values = Array.ConvertAll(inputs.Numbers("values"), number => (float)number);
        Assert.Equal(expected.Number("explainedVariance"), PpoMetrics.ExplainedVariance(returns, values), 1e-12);
    }

    private static double[] LogSoftmax(double[] logits)
    {
        var logarithms = new double[logits.Length];
        Softmax.Distribution(logits, new double[logits.Length], logarithms);
        return logarithms;
    }
}
