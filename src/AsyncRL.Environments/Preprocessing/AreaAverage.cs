namespace AsyncRL.Environments.Preprocessing;

/// <summary>Scales images by area averaging, between two sizes that are fixed.</summary>
internal sealed class AreaAverage
{
    private readonly ObservationSpecification _source, _target;
    private readonly AreaWeights _rows, _columns;

    internal AreaAverage(ObservationSpecification source, ObservationSpecification target)
    {
        (_source, _target) = (source, target);
        _rows = new AreaWeights(source.Height, target.Height);
        _columns = new AreaWeights(source.Width, target.Width);
    }

    internal void Apply(ReadOnlySpan<byte> image, Span<byte> scaled)
    {
        int all = _rows.Sum * _columns.Sum, channels = _source.Channels;
        for (int i = 0; i < scaled.Length; i++)
        {
            int channel = i % channels, column = i / channels % _target.Width, row = i / channels / _target.Width;
            int sum = 0;
            for (int y = 0; y < _rows.Taps; y++)
            {
                for (int x = 0; x < _columns.Taps; x++)
                {
                    int weight = _rows.WeightOf(row, y) * _columns.WeightOf(column, x);
                    if (weight == 0) continue;
                    int pixel = ((_rows.FirstOf(row) + y) * _source.Width) + _columns.FirstOf(column) + x;
                    sum += weight * image[(pixel * channels) + channel];
                }
            }

            scaled[i] = (byte)((sum + (all / 2)) / all);
        }
    }
}
