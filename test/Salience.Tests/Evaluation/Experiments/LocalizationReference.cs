using Salience.Evaluation.Datasets;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>The metrics by the letter, for pictures of a few pixels: every order that ranks by evidence, however ties fall, counts alike.</summary>
internal static class LocalizationReference
{
    public static double Mass(float[] evidence, PixelMask mask) => Pixels(mask).Where(p => mask.Values[p]).Sum(p => (double)evidence[p]) / evidence.Sum(e => (double)e);

    public static double RankAccuracy(float[] evidence, PixelMask mask) =>
        Rankings(evidence, mask).Average(ranking => (double)ranking.Take(mask.Area).Count(p => mask.Values[p]) / mask.Area);

    public static double PointingGame(float[] evidence, PixelMask mask) => Rankings(evidence, mask).Average(ranking => mask.Values[ranking[0]] ? 1.0 : 0);

    private static IEnumerable<int> Pixels(PixelMask mask) => Enumerable.Range(0, mask.Height * mask.Width);

    private static IEnumerable<int[]> Rankings(float[] evidence, PixelMask mask) =>
        Permutations([.. Pixels(mask)]).Where(order => order.Zip(order.Skip(1)).All(pair => evidence[pair.First] >= evidence[pair.Second]));

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(first => Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
