using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Runs;

public sealed class NetworkOptionsTests
{
    [Theory]
    [InlineData("mlp", "auto", "dense 64, relu")]
    [InlineData("mlp", "128", "dense 128, relu")]
    [InlineData("mlp", "128,32", "dense 128, relu, dense 32, relu")]
    [InlineData("mlp-2", "5", "dense 5, relu")]
    [InlineData("mlp-2", "5, 6, 7", "dense 5, relu, dense 6, relu, dense 7, relu")]
    [InlineData("mlp-norm", "8,9", "dense 8, layer-norm, relu, dense 9, layer-norm, relu")]
    [InlineData("mlp-lstm", "8,9", "dense 8, relu, dense 9, relu, lstm 64")]
    [InlineData("catch-lstm", "8,9", "conv 16@4×4/2, relu, conv 16@3×3/2, relu, dense 8, relu, dense 9, relu, lstm 64")]
    public void Hidden_replaces_the_sizes_and_the_number_of_the_fully_connected_layers(string network, string hidden, string layers)
    {
        var options = new NetworkOptions { Hidden = hidden };
        NetworkDescription resized = options.Resize(NetworkCatalogue.Find(network)!);
        Assert.Equal(layers, resized.ToString());
        Assert.Equal(layers, options.Resize(resized).ToString());
    }

    [Theory]
    [InlineData("mlp-lstm", "dense 64, relu, lstm 16")]
    [InlineData("pixels-lstm", "conv 16@8×8/4, conv 32@4×4/2, lstm 16")]
    public void Cells_replaces_the_size_of_the_LSTM(string network, string layers) =>
        Assert.Equal(layers, new NetworkOptions { Cells = 16 }.Resize(NetworkCatalogue.Find(network)!).ToString());

    [Fact]
    public void Fully_connected_layers_with_others_between_keep_their_number()
    {
        var network = new NetworkDescription("own", "", [new FullyConnected(2), new LongShortTermMemory(3), new FullyConnected(4)]);
        Assert.Equal("dense 5, lstm 3, dense 6", new NetworkOptions { Hidden = "5,6" }.Resize(network).ToString());
        Assert.Equal(
            "The option hidden is \"5\", but there are other layers between the fully connected layers of the network own; "
                + "expected 2 sizes.",
            Assert.Throws<InputException>(() => new NetworkOptions { Hidden = "5" }.Resize(network)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("64,")]
    [InlineData("64 64")]
    [InlineData("1000001")]
    [InlineData("1e3")]
    public void Sizes_that_are_none_are_refused(string hidden) =>
        Assert.Equal(
            $"The option hidden is \"{hidden}\"; expected whole numbers from 1 to 1000000 separated by commas, or auto.",
            Assert.Throws<InputException>(() => new NetworkOptions { Hidden = hidden }.Resize(NetworkCatalogue.Find("mlp")!)).Message);

    [Fact]
    public void A_size_of_a_layer_that_the_network_lacks_is_refused()
    {
        Assert.Equal(
            "The option hidden is \"64\", but the network pixels-lstm has no fully connected layer; expected auto, or another network.",
            Assert.Throws<InputException>(
                () => new NetworkOptions { Hidden = "64" }.Resize(NetworkCatalogue.Find("pixels-lstm")!)).Message);
        Assert.Equal(
            "The option cells is \"64\", but the network mlp has no LSTM layer; expected auto, or another network.",
            Assert.Throws<InputException>(() => new NetworkOptions { Cells = 64 }.Resize(NetworkCatalogue.Find("mlp")!)).Message);
    }

    [Fact]
    public void A_network_that_a_program_gives_is_read_from_the_run_directory()
    {
        using var directory = new TemporaryDirectory();
        var network = new NetworkDescription("own", "mine", [new FullyConnected(3), new LayerNormalization(), new Rectifier()]);
        var request = new TrainingRequest { Environment = "catch", Threads = 1 };
        var configuration = TrainingConfiguration.Resolve(request, NamedParts.Environment("catch"), new GivenParts(Network: network));
        using (RunDirectory.Create(directory.At("run"), configuration))
        {
        }

        NetworkDescription read = RunDirectory.Open(directory.At("run")).ReadConfiguration().Network.Description;
        Assert.Equal(("own", "mine"), (read.Name, read.Source));
        Assert.Equal(network.Trunk.AsEnumerable(), read.Trunk);
    }

    [Theory]
    [InlineData("mlp", "hidden")]
    [InlineData("mlp-lstm", "hidden cells")]
    [InlineData("pixels-lstm", "cells")]
    public void A_network_lists_the_options_of_its_layers(string network, string options) =>
        Assert.Equal(options.Split(' '), NetworkOptions.Of(NetworkCatalogue.Find(network)!).Select(option => option.Name));
}
