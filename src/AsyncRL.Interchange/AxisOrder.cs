namespace AsyncRL.Interchange;

/// <summary>Exchanges the axes of a matrix or of a higher array, as other programs store them.</summary>
internal static class AxisOrder
{
    /// <summary>Copies an array in another order of its axes.</summary>
    /// <param name="source">The numbers, row-major.</param>
    /// <param name="dimensions">The sizes of the axes of the source.</param>
    /// <param name="order">For each axis of the result the axis of the source.</param>
    /// <returns>The numbers in the new order, row-major.</returns>
    internal static float[] Turn(ReadOnlySpan<float> source, ReadOnlySpan<int> dimensions, ReadOnlySpan<int> order)
    {
        Span<int> strides = stackalloc int[dimensions.Length], place = stackalloc int[dimensions.Length];
        int stride = 1;
        for (int axis = dimensions.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= dimensions[axis];
        }

        var result = new float[source.Length];
        place.Clear();
        for (int i = 0; i < result.Length; i++)
        {
            int from = 0;
            for (int axis = 0; axis < order.Length; axis++) from += place[axis] * strides[order[axis]];
            result[i] = source[from];
            for (int axis = order.Length - 1; axis >= 0 && ++place[axis] == dimensions[order[axis]]; axis--) place[axis] = 0;
        }

        return result;
    }

    /// <summary>The order that turns an array back.</summary>
    internal static int[] Back(ReadOnlySpan<int> order)
    {
        var back = new int[order.Length];
        for (int axis = 0; axis < order.Length; axis++) back[order[axis]] = axis;
        return back;
    }
}
