namespace AsyncRL.Visualization.Recording;

/// <summary>Picks a few of many things that come one by one, evenly from the first to the last, without keeping the many.</summary>
/// <typeparam name="T">The things.</typeparam>
/// <param name="count">How many to pick, at least 2.</param>
public sealed class EvenSample<T>(int count)
{
    private readonly List<T> _kept = [];
    private T? _last;
    private long _seen;
    private long _stride = 1;

    /// <summary>Takes the next one.</summary>
    /// <param name="item">The thing.</param>
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

    /// <summary>The picked ones in order: all, if there were no more than asked for.</summary>
    /// <returns>At most as many as asked for; the first and the last are among them.</returns>
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
