using System.Collections.Immutable;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The outputs of UNREAL's network (Jaderberg et al. 2017): those of A3C, and those of the auxiliary tasks that are learned, each with
/// layers of its own. A task that is switched off has none.
/// </summary>
internal static class UnrealHeads
{
    internal const string Policy = "policy";
    internal const string Value = "value";
    internal const string PixelControl = "pixel-control";
    internal const string FeatureControl = "feature-control";
    internal const string RewardPrediction = "reward-prediction";

    private const int PixelChannels = 32;
    private const int RewardUnits = 128;

    /// <summary>The heads of the actor-critic alone.</summary>
    internal static ImmutableArray<HeadDescription> ActorCritic(ActionSpecification actions) => SoftmaxPolicy.Heads(actions);

    /// <summary>
    /// The maps of pixel control: a dense layer makes an image of 32 channels, and a transposed convolution makes V and A of all actions of
    /// each cell. Beside each other in one layer they are the value map and the advantage map of the publication.
    /// </summary>
    internal static HeadDescription Pixels(PixelCells cells, ActionSpecification actions)
    {
        int filters = 1 + actions.Count;
        var image = new FullyConnectedImage(SideOf(cells.Height), SideOf(cells.Width), PixelChannels);
        return new HeadDescription(PixelControl, checked(cells.Count * filters))
        {
            Layers = [image, new Rectifier()],
            Last = new TransposedConvolution(filters, PixelCells.Kernel, PixelCells.Stride),
        };
    }

    /// <summary>V and A of all actions of each unit.</summary>
    internal static HeadDescription Features(Shape features, ActionSpecification actions) =>
        new(FeatureControl, ControlLoss<float>.OutputsOf(features.Channels, actions.Count));

    /// <summary>The classes of the next reward, from what the network sees in three observations, without its memory.</summary>
    internal static HeadDescription Rewards() => new(RewardPrediction, RewardPredictionLoss<float>.Classes)
    {
        Branch = RewardPrediction,
        BranchPoint = BranchPoint.Features,
        Layers = [new RecentSteps(Replay.RewardWindows.Length), new FullyConnected(RewardUnits), new Rectifier()],
    };

    private static int SideOf(int cells) => ((cells - PixelCells.Kernel) / PixelCells.Stride) + 1;
}
