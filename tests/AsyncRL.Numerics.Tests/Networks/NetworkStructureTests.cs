using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Numerics.Tests.Networks;

public class NetworkStructureTests
{
    private static readonly Shape Frames = new(84, 84, 4);

    [Fact]
    public void The_network_of_2013_has_677943_parameters_with_six_actions_and_a_value()
    {
        NetworkStructure structure = Make("mnih2013", Frames, 6);
        const int conv1 = (8 * 8 * 4 * 16) + 16, conv2 = (4 * 4 * 16 * 32) + 32, dense = (9 * 9 * 32 * 256) + 256;
        Assert.Equal(conv1 + conv2 + dense + (256 * 6) + 6 + 256 + 1, structure.Layout.ParameterCount);
        Assert.Equal(677_943, structure.Layout.ParameterCount);
    }

    [Fact]
    public void The_network_of_2015_has_the_parameters_of_its_table_and_a_value()
    {
        NetworkStructure structure = Make("mnih2015", Frames, 4);
        const int conv1 = (8 * 8 * 4 * 32) + 32, conv2 = (4 * 4 * 32 * 64) + 64, conv3 = (3 * 3 * 64 * 64) + 64;
        const int dense = (7 * 7 * 64 * 512) + 512;
        Assert.Equal(conv1 + conv2 + conv3 + dense + (512 * 4) + 4 + 512 + 1, structure.Layout.ParameterCount);
        Assert.Equal(1_686_180 + 513, structure.Layout.ParameterCount);
    }

    [Fact]
    public void A_perceptron_counts_two_matrices_and_a_value() => Assert.Equal(
        (4 * 64) + 64 + (64 * 2) + 2 + 64 + 1, Make("mlp", Shape.Vector(4), 2).Layout.ParameterCount);

    [Fact]
    public void A_network_without_trunk_puts_its_heads_on_the_observation()
    {
        NetworkStructure structure = SmallNetwork.MakeWithoutTrunk();
        Assert.Equal((12 * 4) + 4 + 12 + 1, structure.Layout.ParameterCount);
        Assert.Equal(structure.Input, structure.Nodes[0].Layer.Input);
        Assert.Equal((12 * 4) + 12, structure.MultiplyAddsPerRow);
    }

    [Fact]
    public void Multiply_adds_of_a_row_are_those_of_the_layers() => Assert.Equal(
        (20 * 20 * 16 * 256) + (9 * 9 * 32 * 256) + (2592 * 256) + (256 * 7), Make("mnih2013", Frames, 6).MultiplyAddsPerRow);

    [Fact]
    public void Parameters_are_named_by_layer_and_head() => Assert.Equal(
        [
            "conv1.weights", "conv1.bias", "conv2.weights", "conv2.bias", "dense1.weights", "dense1.bias",
            "policy.weights", "policy.bias", "value.weights", "value.bias",
        ],
        Array.ConvertAll([.. Make("mnih2013", Frames, 6).Layout.Slices], slice => slice.Name));

    [Fact]
    public void A_head_is_found_by_its_name()
    {
        NetworkStructure structure = SmallNetwork.Make();
        Assert.Equal(1, structure.HeadIndex("value"));
        const string sentence = "The network has no head \"advantage\"; expected one of policy, value, spare.";
        string message = Assert.Throws<ArgumentException>(() => structure.HeadIndex("advantage")).Message;
        Assert.StartsWith(sentence, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_heads_gets_a_sentence() => Assert.StartsWith(
        "A network has no heads; expected at least one.",
        Assert.Throws<ArgumentException>(() => new NetworkStructure(NetworkCatalogue.Find("mlp")!, Frames)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_network_too_large_for_its_input_gets_a_sentence() => Assert.StartsWith(
        "conv: the kernel is 4×4; expected at most the image, 1×1.",
        Assert.ThrowsAny<ArgumentException>(() => Make("mnih2013", new Shape(10, 10, 4), 6)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Every_network_of_the_catalogue_is_found_by_its_name_and_described()
    {
        foreach (NetworkDescription network in NetworkCatalogue.All) Assert.Same(network, NetworkCatalogue.Find(network.Name));
        Assert.Null(NetworkCatalogue.Find("resnet"));
        Assert.Equal("conv 16@8×8/4, relu, conv 32@4×4/2, relu, dense 256, relu", NetworkCatalogue.Find("mnih2013")!.ToString());
    }

    private static NetworkStructure Make(string name, Shape input, int actions) =>
        new(NetworkCatalogue.Find(name)!, input, new HeadDescription("policy", actions), new HeadDescription("value", 1));
}
