using System.Globalization;
using Salience.Attribution;
using Salience.Cli.Terminal;
using Salience.Decomposition;
using Salience.Operators;

namespace Salience.Cli.Explaining;

/// <summary>The lines beneath a panel: that the explanation adds up, and how much of it the map can show.</summary>
internal static class PanelNotes
{
    private const int MostNames = 3;

    /// <summary>The lines for one image.</summary>
    /// <param name="name">What is explained, as people read it.</param>
    /// <param name="account">The account the map was made with.</param>
    /// <param name="image">Index of the image in it.</param>
    public static IReadOnlyList<string> Of(string name, Completeness account, int image) =>
        [Sum(name, account, image), Shown(account, image), .. Absent(account, image)];

    /// <summary>The lines for one image of a method that has no terms.</summary>
    /// <param name="name">What is explained, as people read it.</param>
    /// <param name="account">What the attributions add up to, where the method promises something.</param>
    /// <param name="image">Index of the image in it.</param>
    public static IReadOnlyList<string> Of(string name, SumAccount? account, int image) => account is null
        ? [$"class {name}: the method promises no sum that its attributions add up to"]
        : [$"class {name}: attributions add up to {Numbers.Value(account.Sums[image])}; {Plain(account.Promise)} = {Numbers.Value(account.Expected[image])}; residual {Numbers.Residual(account.Residual(image))}"];

    /// <summary>What the method's own final scale cut off; nothing where it did not.</summary>
    public static IEnumerable<string> OfScale(FullGradExplanation explanation, int image)
    {
        if (explanation.Scales?[image] is { Beyond: > 0 } scale)
            yield return $"the map's own scale ends at percentile {Numbers.Value(scale.Percentile)}: {Numbers.Share(scale.BeyondShare)} of its pixels lie beyond";
    }

    /// <summary>What the strokes of a panel's letters can write.</summary>
    private static string Plain(string symbols) => symbols.Replace('−', '-').Replace('₀', '0');

    private static string Sum(string name, Completeness account, int image)
    {
        var nonlinear = account.Terms.Where(t => (t.Kind & BiasKind.Implicit) != 0).Sum(t => t.Sums[image]);
        var biases = account.Sums[image] - account.InputTerms[image];
        var kinds = nonlinear == 0 ? string.Empty : $" (constants {Numbers.Value(biases - nonlinear)}, nonlinearities {Numbers.Value(nonlinear)})";
        var cancellation = account.Cancellation(image).ToString("0.0", CultureInfo.InvariantCulture);
        return $"class {name}: {Numbers.Value(account.Outputs[image])} = input {Numbers.Value(account.InputTerms[image])} + biases {Numbers.Value(biases)}{kinds}; "
            + $"residual {Numbers.Residual(account.Residual(image))}; sum of |terms| = {cancellation} x |output|";
    }

    private static string Shown(Completeness account, int image)
    {
        var drawn = account.Terms.Count(t => t.InPicture);
        var terms = drawn == account.Terms.Count ? $"all {drawn} bias terms" : $"{drawn} of {account.Terms.Count} bias terms";
        var shown = account.Outputs[image] - account.AbsentFromPicture[image];
        return $"the map shows {Numbers.Share(shown / account.Outputs[image])} of the output ({Numbers.Value(shown)}): the input term and {terms}";
    }

    /// <summary>What no map can show; nothing where everything has a place.</summary>
    private static IEnumerable<string> Absent(Completeness account, int image)
    {
        var absent = account.AbsentFromPicture[image];
        var names = account.Terms.Where(t => !t.InPicture).OrderByDescending(t => Math.Abs(t.Sums[image])).Select(t => $"{t.Node} ({t.Operator})").ToList();
        if (names.Count == 0 && absent == 0)
            yield break;
        var what = names.Count == 0 ? "tokens that are no part of it" : string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
        yield return $"it cannot show {Numbers.Share(absent / account.Outputs[image])} ({Numbers.Value(absent)}), which has no place on the picture: {what}";
    }
}
