namespace AsyncRL.Visualization.Recording;

/// <summary>Selects a few items of a long sequence, spaced evenly from the first to the last, without storing the whole sequence.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="count">The number of items to select, at least 2.</param>
public sealed class EvenSample<T>(int count)
{
    private readonly List<T> _kept = [];
    private T? _last;
    private long _seen;
    private long _stride = 1;

    /// <summary>Takes the next item.</summary>
    /// <param name="item">The item.</param>
    public void Add(T item)
    {
        const int Spare = 4;
        if (_seen % _stride == 0) _kept.Add(item);
        _last = item;
        _seen++;
        if (_kept.Count <= Spare * count) return;
        int next = 0;
        for (int i = 0; i < _kept.Count; i += 2) _kept[next++] = _kept[i];
        _kept.RemoveRange(next, _kept.Count - next);
        _stride *= 2;
    }

    /// <summary>Returns the selected items in order; all items, if there were no more than requested.</summary>
    /// <returns>At most the requested number of items, including the first and the last.</returns>
    public IReadOnlyList<T> Pick()
    {
        List<T> items = [.. _kept];
        if (_seen > 0 && (_seen - 1) % _stride != 0) items.Add(_last!);
        if (items.Count <= count) return items;
        var picked = new List<T>();
        for (int i = 0; i < count; i++) picked.Add(items[(int)Math.Round((double)i * (items.Count - 1) / (count - 1))]);
        return picked;
    }
}
