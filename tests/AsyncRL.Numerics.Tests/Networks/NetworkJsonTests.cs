using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Numerics.Tests.Networks;

public sealed class NetworkJsonTests
{
    public static TheoryData<string> Names => [.. NetworkCatalogue.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_network_of_the_catalogue_is_read_back_as_it_was_written(string name)
    {
        NetworkDescription network = NetworkCatalogue.Find(name)!;
        NetworkDescription read = NetworkJson.Read(NetworkJson.Write(network).ToJsonString(), "The text");
        Assert.Equal((network.Name, network.Source), (read.Name, read.Source));
        Assert.Equal(network.Trunk.AsEnumerable(), read.Trunk);
        Assert.True(NetworkCatalogue.Contains(read));
    }

    [Fact]
    public void The_format_is_a_list_of_kinds_and_sizes()
    {
        var network = new NetworkDescription("tiny", "here", [new Convolution(3, 2, 1), new Rectifier(), new LongShortTermMemory(5)]);
        var expected = JsonNode.Parse(
            """
            {
                "name": "tiny", "source": "here",
                "layers": [
                    { "kind": "convolution", "filters": 3, "kernel": 2, "stride": 1 }, { "kind": "rectifier" },
                    { "kind": "lstm", "cells": 5 }
                ]
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, NetworkJson.Write(network)));
    }

    [Fact]
    public void A_file_may_have_comments_and_trailing_commas_and_needs_no_source()
    {
        NetworkDescription network = NetworkJson.Read(
            """{ "name": "tiny", "layers": [{ "kind": "Dense", "units": 7 /* few */ }, { "kind": "layer-normalization", },], }""",
            "The text");
        Assert.Equal(("tiny", ""), (network.Name, network.Source));
        Assert.Equal([new FullyConnected(7), new LayerNormalization()], network.Trunk.AsEnumerable());
    }

    [Fact]
    public void A_kind_of_layer_that_a_program_has_added_is_read_back_as_it_was_written()
    {
        var network = new NetworkDescription("own", "here", [new FullyConnected(2), new SmoothedMean(7, [0.5, 0.25]) { Name = "unsaved" }]);
        JsonObject written = NetworkJson.Write(network);
        const string Expected = """{"kind":"smoothed-mean","window":7,"weights":[0.5,0.25],"isCentered":true}""";
        Assert.Equal(Expected, written["layers"]![1]!.ToJsonString());
        var read = Assert.IsType<SmoothedMean>(NetworkJson.Read(written.ToJsonString(), "The text").Trunk[1]);
        Assert.Equal((7, true, ""), (read.Window, read.IsCentered, read.Name));
        Assert.Equal([0.5, 0.25], read.Weights);
    }

    [Fact]
    public void A_layer_that_no_file_can_hold_is_refused_in_a_sentence()
    {
        AssertRefused(new Hidden(3), "has no public constructor whose parameters are all properties of the same name and type");
        AssertRefused(new Flat(), "kind of layer \"dense\" is that of the classes AsyncRL.Numerics.Networks.FullyConnected and");

        static void AssertRefused(LayerDescription layer, string part)
        {
            var network = new NetworkDescription("own", "here", [layer]);
            string sentence = Assert.Throws<InputException>(() => NetworkJson.Write(network)).Message;
            Assert.Contains(part, sentence, StringComparison.Ordinal);
            Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_network_of_the_catalogue_with_other_layers_is_not_the_catalogues() =>
        Assert.False(NetworkCatalogue.Contains(NetworkCatalogue.Find("mlp")! with { Trunk = [new FullyConnected(64)] }));

    [Theory]
    [InlineData("""[1]""", "The text is [1]; expected an object in braces.")]
    [InlineData("""{ "layers": [] }""", "The text has no property name; expected a text there.")]
    [InlineData("""{ "name": " ", "layers": [] }""", "The text has the property name with the value an empty text; expected a name.")]
    [InlineData("""{ "name": 3, "layers": [] }""", "The text has the property name with the value 3; expected a text.")]
    [InlineData("""{ "name": "n" }""", "The text has no property layers; expected a list of layers in brackets there.")]
    [InlineData("""{ "name": "n", "layer": [] }""", "The text has a property \"layer\"; did you mean layers?")]
    [InlineData("""{ "name": "n", "layers": 1 }""",
        "The text has the property layers with the value 1; expected a list of layers in brackets.")]
    [InlineData("""{ "name": "n", "layers": ["dense"] }""", "The text, layer 1, is \"dense\"; expected an object in braces.")]
    [InlineData("""{ "name": "n", "layers": [{ "kind": "denze" }] }""", "The text, layer 1, has the kind \"denze\"; did you mean dense?")]
    [InlineData("""{ "name": "n", "layers": [{ "kind": "smoothed-mean", "window": 0, "weights": [] }] }""",
        "The text, layer 1, has the property window with the value 0; expected a whole number from 1 to 9.")]
    [InlineData("""{ "name": "n", "layers": [{ "kind": "smoothed-mean", "window": 1, "weights": 3 }] }""",
        "The text, layer 1, has the property weights with the value 3; expected a value of the type Double[].")]
    [InlineData("""{ "name": "n", "layers": [{ "kind": "smoothed-mean", "window": 2, "weights": [] }] }""",
        "The text, layer 1, is refused by its kind \"smoothed-mean\": The window is even.")]
    [InlineData("""{ "name": "n", "layers": [{ "kind": "rectifier" }, { "kind": "dense", "units": 0 }] }""",
        "The text, layer 2, has the property units with the value 0; expected a whole number from 1 to 1000000.")]
    [InlineData("""{ "name": "n", "layers": [{ "kind": "lstm", "cells": 1.5 }] }""",
        "The text, layer 1, has the property cells with the value 1.5; expected a whole number from 1 to 1000000.")]
    [InlineData("""{ "name": "n", "layers": [{ "kind": "dense", "unit": 5 }] }""",
        "The text, layer 1, has a property \"unit\"; did you mean units?")]
    [InlineData("""{ "name": "n", "layers": [{ "kind": "rectifier", "units": 5 }] }""",
        "The text, layer 1, has a property \"units\"; expected one of kind.")]
    public void What_describes_no_network_is_refused_in_a_sentence(string json, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InputException>(() => NetworkJson.Read(json, "The text")).Message);

    [Fact]
    public void A_kind_without_a_class_is_refused_with_all_kinds()
    {
        string sentence = Assert.Throws<InputException>(
            () => NetworkJson.Read("""{ "name": "n", "layers": [{ "kind": "no such kind" }] }""", "The text")).Message;
        string kinds = string.Join(", ", NetworkJson.Kinds.Select(kind => kind.Split(' ')[0]));
        Assert.Equal(
            $"The text, layer 1, has the kind \"no such kind\", of which this program has no class; expected one of {kinds}.", sentence);
        Assert.Superset(
            new HashSet<string> { "convolution (filters, kernel, stride)", "dense (units)", "lstm (cells)", "rectifier" },
            NetworkJson.Kinds.ToHashSet());
    }

    [Theory]
    [InlineData("{ \"name\": \"n\",\n \"layers\": [ }", "The text is no JSON object in line 2: ")]
    [InlineData("{ \"name\": \"n\", \"name\": \"m\", \"layers\": [] }", "The text is no JSON object")]
    public void What_is_no_JSON_is_refused_with_its_line(string json, string start) =>
        Assert.StartsWith(start, Assert.Throws<InputException>(() => NetworkJson.Read(json, "The text")).Message, StringComparison.Ordinal);

    private sealed record SmoothedMean(int Window, double[] Weights, bool IsCentered = true) : LayerDescription
    {
        [Range(1, 9)]
        public int Window { get; } = Window % 2 == 1 ? Window : throw new ArgumentException("The window is even.");

        internal string Name { get; init; } = "";

        public override Layer Build(Shape input) => new Relu(input);
    }

    /// <summary>A kind whose size is no property.</summary>
    private sealed record Hidden : LayerDescription
    {
        private readonly int _size;

        public Hidden(int size) => _size = size;

        public override Layer Build(Shape input) => new Dense(input, _size);
    }

    /// <summary>Another class of a kind that there is.</summary>
    [LayerKind("dense")]
    private sealed record Flat : LayerDescription
    {
        public override Layer Build(Shape input) => new Relu(input);
    }
}
