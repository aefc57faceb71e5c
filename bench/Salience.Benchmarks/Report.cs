using System.Globalization;
using System.Text.Json;

namespace Salience.Benchmarks;

/// <summary>Named ratios, printed line by line as they come or as one JSON object at the end.</summary>
internal sealed class Report(bool json)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Dictionary<string, Spread> _results = [];

    /// <summary>Takes up a ratio.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="spread">What was measured.</param>
    /// <param name="atMost">The largest median wanted.</param>
    /// <param name="atLeast">The smallest median wanted.</param>
    public void Add(string name, Spread spread, double? atMost = null, double? atLeast = null)
    {
        _results.Add(name, spread);
        if (json)
            return;
        var target = atMost is { } most ? $"   at most {Number(most)}{(spread.Median > most ? ": missed" : string.Empty)}"
            : atLeast is { } least ? $"   at least {Number(least)}{(spread.Median < least ? ": missed" : string.Empty)}" : string.Empty;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-46} {spread.Median,6:f3}   [{spread.Low:f3}, {spread.High:f3}]{target}"));
    }

    /// <summary>Prints the object: medians under the names themselves, quartiles under <c>…/low</c> and <c>…/high</c>.</summary>
    public void Finish()
    {
        if (!json)
            return;
        var flat = _results.SelectMany(r => new (string Key, double Value)[] { (r.Key, r.Value.Median), ($"{r.Key}/low", r.Value.Low), ($"{r.Key}/high", r.Value.High) });
        Console.WriteLine(JsonSerializer.Serialize(flat.ToDictionary(p => p.Key, p => Math.Round(p.Value, 4)), Indented));
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
