using Salience.Attribution;

namespace Salience.Tests.Attribution;

/// <summary>Settings under which a method takes few passes: what it promises does not depend on their number.</summary>
internal static class QuickSettings
{
    /// <summary>Samples under which the attributions of expected gradients add up to a tenth.</summary>
    private const int SamplesThatAddUp = 200;

    private static readonly string[] Few = ["masks=9", "grid=3", "samples=5", "steps=5"];

    /// <summary>For pictures of 32 and 64 pixels, where a pass takes longer.</summary>
    private static readonly string[] Fewest = ["masks=4", "grid=3", "samples=3", "steps=3", "window=16", "stride=16", "channels=4"];

    /// <summary>The method with few samples.</summary>
    public static string Of(string method) => With(method, Few);

    /// <summary>The method with as few passes as show whether it works.</summary>
    public static string ForArchitectures(string method) => With(method, Fewest);

    /// <summary>The method with as many samples as its sum needs to converge.</summary>
    public static string ThatAddUp(string method) => With(method, ["masks=9", "grid=3", $"samples={(method == "expected-gradients" ? SamplesThatAddUp : 5)}"]);

    /// <summary>The method with those of the settings that it has.</summary>
    private static string With(string method, IEnumerable<string> settings)
    {
        var keys = AttributionMethods.Find(method)!.Keys;
        var texts = settings.Where(s => keys.Contains(s[..s.IndexOf('=', StringComparison.Ordinal)])).ToList();
        return texts.Count == 0 ? method : $"{method}:{string.Join(',', texts)}";
    }
}
