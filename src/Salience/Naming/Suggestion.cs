namespace Salience.Naming;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The candidate at the least edit distance, if it is at most a third of the name's length plus one; the first of equals.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var best = (Name: (string?)null, Distance: name.Length / 3 + 2);
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) < best.Distance && Distance(name, candidate) is var distance && distance < best.Distance)
                best = (candidate, distance);
        }

        return best.Name;
    }

    /// <summary>Levenshtein distance without regard to case: least number of letters inserted, removed or replaced.</summary>
    public static int Distance(string a, string b)
    {
        (a, b) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
