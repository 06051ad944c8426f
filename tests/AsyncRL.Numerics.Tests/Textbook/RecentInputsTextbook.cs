using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>
/// y[t] = (x[t − k + 1], …, x[t]), with the state in place of the inputs before the segment, and 0 before an episode's start.
/// </summary>
public sealed class RecentInputsTextbook : LayerTextbook<RecentInputs>
{
    /// <inheritdoc/>
    protected override void Forward(RecentInputs layer, TextbookPass pass) => ForEachCopy(layer, pass, (y, x, stateAt) =>
        pass.Output[y].Add(x >= 0 ? pass.Input[x] : stateAt >= 0 ? pass.State[stateAt] : 0));

    /// <inheritdoc/>
    protected override void Backward(RecentInputs layer, TextbookPass pass) => ForEachCopy(layer, pass, (y, x, _) =>
    {
        if (x >= 0) pass.InputGradient[x].Add(pass.OutputGradient[y]);
    });

    /// <summary>Visits every output with the input or the number of the state that it shows; both are −1 for a 0.</summary>
    private static void ForEachCopy(RecentInputs layer, TextbookPass pass, Action<int, int, int> visit)
    {
        int size = layer.Input.Size, sequences = pass.Sequences;
        for (int row = 0; row < pass.Rows; row++)
        {
            for (int age = 0; age < layer.Steps; age++)
            {
                (int source, int missing, bool isCut) = (row, 0, false);
                for (int step = 0; step < age; step++)
                {
                    isCut |= source >= 0 && pass.Starts[source];
                    source -= sequences;
                    missing += source < 0 ? 1 : 0;
                }

                int sequence = row % sequences, part = layer.Steps - 1 - age;
                for (int i = 0; i < size; i++)
                {
                    int input = isCut || source < 0 ? -1 : (source * size) + i;
                    int state = isCut || source >= 0 ? -1 : (sequence * layer.StateLength) + ((layer.Steps - 1 - missing) * size) + i;
                    visit((((row * layer.Steps) + part) * size) + i, input, state);
                }
            }
        }
    }
}
