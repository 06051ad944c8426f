using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Interchange.Weights;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Interchange.Tests.Weights;

/// <summary>Weights go out and come in again, in both layouts, and damaged files are refused in one sentence.</summary>
public sealed class WeightTests
{
    [Theory]
    [InlineData("catch", "catch")]
    [InlineData("catch", "catch-lstm")]
    [InlineData("cartpole", "mlp-norm")]
    [InlineData("cartpole", "mlp-lstm")]
    [InlineData("pong", "pixels-lstm")]
    public void Modules_of_PyTorch_would_compute_the_same(string environment, string name)
    {
        using var run = new ShortRun(environment, "a3c", name, 40);
        TrainedNetwork trained = run.Read();
        NetworkStructure structure = run.Configuration.Network;
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        var activations = new Activations<float>(structure, 1);
        var torch = new TorchPass(structure, WeightFile.ArraysOf(trained, WeightLayout.Torch));
        foreach (Observation observation in run.Observations(3))
        {
            if (observation.Specification.Kind == ObservationKind.Pixels) activations.WritePixels(0, observation.Pixels);
            else observation.Values.CopyTo(activations.Input(0));
            torch.Begin(activations.Input(0).ToArray());
            network.Forward(trained.Theta.Span, activations, 0, 1);
            activations.CarryState(1);
            foreach (HeadDescription head in structure.Heads)
            {
                double[] expected = torch.Head(head.Name);
                Span<float> actual = activations.Output(structure.HeadIndex(head.Name), 0);
                for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("catch", "catch-lstm", WeightLayout.AsyncRL)]
    [InlineData("catch", "catch-lstm", WeightLayout.Torch)]
    [InlineData("pong", "pixels-lstm", WeightLayout.Torch)]
    [InlineData("cartpole", "mlp-norm", WeightLayout.Torch)]
    public void What_goes_out_comes_in_again(string environment, string name, WeightLayout layout)
    {
        using var run = new ShortRun(environment, "a3c", name, 40);
        TrainedNetwork trained = run.Read();
        byte[] file = Write(trained, layout);
        float[] theta = WeightFile.ReadTheta(SafeTensors.Read(file), trained, layout);
        ReadOnlySpan<float> before = trained.Theta.Span;
        for (int i = 0; i < theta.Length; i++)
        {
            // The 1 of the forget gate is added and subtracted again.
            float tolerance = layout == WeightLayout.Torch ? 1e-6f : 0;
            Assert.True(Math.Abs(before[i] - theta[i]) <= tolerance, $"Number {i} is {theta[i]}; expected {before[i]}.");
        }

        Assert.Equal(file.Length, Write(trained with { Theta = theta }, layout).Length);
    }

    [Fact]
    public void A_file_of_weights_is_what_its_format_says()
    {
        using var run = new ShortRun("cartpole", "a3c", "mlp", 40);
        byte[] file = Write(run.Read(), WeightLayout.Torch);
        int length = (int)BitConverter.ToInt64(file);
        Assert.Equal(0, length % 8);
        string header = Encoding.UTF8.GetString(file, 8, length);
        Assert.StartsWith("{\"__metadata__\":{\"environment\":\"cartpole\"", header, StringComparison.Ordinal);
        const string first = "\"dense1.weight\":{\"dtype\":\"F32\",\"shape\":[64,4],\"data_offsets\":[0,1024]}";
        Assert.Contains(first, header, StringComparison.Ordinal);
        Assert.Equal(8 + length + (sizeof(float) * run.Configuration.Network.Layout.ParameterCount), file.Length);
    }

    [Fact]
    public void NumPy_s_file_has_an_array_for_each_block()
    {
        using var run = new ShortRun("cartpole", "a3c", "mlp", 40);
        TrainedNetwork trained = run.Read();
        using var file = new MemoryStream();
        Npz.Write(WeightFile.ArraysOf(trained, WeightLayout.AsyncRL), file);
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        using Stream entry = archive.GetEntry("dense1.weights.npy")!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        byte[] array = content.ToArray();
        int begin = 10 + BitConverter.ToUInt16(array, 8);
        Assert.Equal(0, begin % 64);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], array[..8]);
        string header = Encoding.ASCII.GetString(array, 10, begin - 10);
        Assert.StartsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 64, ), }", header, StringComparison.Ordinal);
        Assert.EndsWith("\n", header, StringComparison.Ordinal);
        Assert.Equal(trained.Parameters("dense1.weights").ToArray(), MemoryMarshal.Cast<byte, float>(array.AsSpan(begin)).ToArray());
        Assert.Equal(run.Configuration.Network.Layout.Slices.Length, archive.Entries.Count);
    }

    [Theory]
    [InlineData("policy.weight", "policy.weights", "The file has no array \"policy.weight\"; expected one of 2×64 numbers.")]
    [InlineData("[64,4]", "[4,64]", "The array \"dense1.weight\" has 4×64 numbers; expected 64×4.")]
    [InlineData("\":[64,4]", "\":[64,5]", "The file has the array \"dense1.weight\" from byte 0 to 1024; expected 0 to 1280, ")]
    [InlineData("F32", "F16", "The array \"dense1.weight\" has the elements F16; expected F32, 32-bit floats.")]
    [InlineData("\"dtype\"", "\"dtypo\"", "The file has no dtype of \"dense1.weight\"; expected \"F32\", as in an undamaged file")]
    [InlineData("{\"__metadata__\"", "[\"__metadata__\"", "The file's header is no JSON (")]
    public void A_file_that_does_not_fit_is_refused_in_one_sentence(string before, string after, string sentence)
    {
        using var run = new ShortRun("cartpole", "a3c", "mlp", 40);
        TrainedNetwork trained = run.Read();
        byte[] file = Write(trained, WeightLayout.Torch);
        int length = (int)BitConverter.ToInt64(file);
        string header = Encoding.UTF8.GetString(file, 8, length);
        int place = header.IndexOf(before, StringComparison.Ordinal);
        string changed = string.Concat(header.AsSpan(0, place), after, header.AsSpan(place + before.Length));
        byte[] text = Encoding.UTF8.GetBytes(changed);
        byte[] bytes = [.. BitConverter.GetBytes((long)text.Length), .. text, .. file[(8 + length)..]];
        var refused = Assert.Throws<InputException>(() => WeightFile.ReadTheta(SafeTensors.Read(bytes), trained, WeightLayout.Torch));
        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_the_network_lacks_is_refused_with_the_nearest_name()
    {
        using var run = new ShortRun("cartpole", "a3c", "mlp", 40);
        TrainedNetwork trained = run.Read();
        var further = new NamedArray("dense1.weigths", [1], new float[1]);
        List<NamedArray> arrays = [.. WeightFile.ArraysOf(trained, WeightLayout.AsyncRL), further];
        var refused = Assert.Throws<InputException>(() => WeightFile.ReadTheta(arrays, trained, WeightLayout.AsyncRL));
        Assert.Equal(
            "The file has an array \"dense1.weigths\", which the network lacks; did you mean \"dense1.weights\"?", refused.Message);
        arrays[0] = arrays[0] with { Numbers = Filled(arrays[0].Numbers.Length, float.NaN) };
        refused = Assert.Throws<InputException>(() => WeightFile.ReadTheta(arrays, trained, WeightLayout.AsyncRL));
        Assert.Equal("The array \"dense1.weights\" holds NaN; expected finite numbers.", refused.Message);
    }

    [Fact]
    public void Every_cut_and_every_changed_byte_of_the_header_is_read_or_refused()
    {
        using var run = new ShortRun("cartpole", "a3c", "mlp", 40);
        byte[] file = Write(run.Read(), WeightLayout.AsyncRL);
        int header = 8 + (int)BitConverter.ToInt64(file);
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = [.. file];
            if (i % 3 == 0) damaged = damaged[..random.Next(file.Length)];
            else damaged[random.Next(header)] = i % 3 == 1 ? (byte)random.Next(256) : (byte)random.Next('0', '9' + 1);
            try
            {
                foreach (NamedArray array in SafeTensors.Read(damaged)) Assert.True(array.Numbers.Length >= 0);
            }
            catch (InputException refused)
            {
                Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("\n", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    private static float[] Filled(int length, float number)
    {
        var numbers = new float[length];
        Array.Fill(numbers, number);
        return numbers;
    }

    private static byte[] Write(TrainedNetwork trained, WeightLayout layout)
    {
        using var file = new MemoryStream();
        var metadata = new Dictionary<string, string> { ["environment"] = trained.Configuration.Environment.Name };
        SafeTensors.Write(WeightFile.ArraysOf(trained, layout), metadata, file);
        return file.ToArray();
    }
}
