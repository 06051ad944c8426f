namespace AsyncRL.Environments.Tests.Catch;

/// <summary>A ball between two walls, moved cell by cell.</summary>
internal static class NaiveBall
{
    /// <summary>The columns that it passes, one per agent step.</summary>
    internal static List<int> Path(int column, int velocity, int columns, int length)
    {
        List<int> path = [column];
        int direction = Math.Sign(velocity);
        while (path.Count < length)
        {
            for (int cell = 0; cell < Math.Abs(velocity); cell++)
            {
                if (column + direction < 0 || column + direction >= columns) direction = -direction;
                column += direction;
            }

            path.Add(column);
        }

        return path;
    }

    /// <summary>Whether two balls pass the same columns.</summary>
    internal static bool SequenceEqual(this List<int> path, List<int> other)
    {
        if (path.Count != other.Count) return false;
        for (int i = 0; i < path.Count; i++)
        {
            if (path[i] != other[i]) return false;
        }

        return true;
    }
}
