using Salience.Cli.Models;
using Salience.Cli.Targets;
using Salience.Decomposition;
using Salience.Operators;

namespace Salience.Cli.Records;

/// <summary>Copies one image's account out of a library result.</summary>
internal static class AccountBuilder
{
    /// <summary>Fills in what every record has.</summary>
    /// <param name="session">The model.</param>
    /// <param name="input">The input file.</param>
    /// <param name="place">Index of the image in the file, or <see langword="null"/>.</param>
    /// <param name="choice">What was explained.</param>
    /// <param name="explained">The explained class.</param>
    /// <param name="score">The explained scalar.</param>
    /// <param name="probability">Probability of the class.</param>
    public static AccountRecord Build(ModelSession session, string input, int? place, TargetChoice choice, long explained, double score, double? probability) => new()
    {
        Input = input,
        Image = place,
        Model = session.Record,
        OutputName = session.Network.Outputs[0],
        Target = choice.Text,
        Class = explained,
        Label = session.Labels[explained],
        Against = choice.Against,
        AgainstLabel = choice.Against is { } against ? session.Labels[against] : null,
        Score = score,
        Probability = probability,
        Tolerance = session.Tolerance,
    };

    /// <summary>Adds how the explained scalar adds up.</summary>
    /// <param name="record">What every record has.</param>
    /// <param name="account">How it adds up.</param>
    /// <param name="image">Index of the image in <paramref name="account"/>.</param>
    /// <param name="terms">How many of the largest terms; <see langword="null"/> for all in execution order.</param>
    public static AccountRecord AddTerms(AccountRecord record, Completeness account, int image, int? terms) => record with
    {
        Output = account.Outputs[image],
        Sum = account.Sums[image],
        Residual = account.Residual(image),
        Cancellation = account.Cancellation(image),
        InputTerm = account.InputTerms[image],
        Shares = Shares(account, image),
        WithoutGradient = account.WithoutGradient,
        Remarks = account.Remarks,
        TermCount = account.Terms.Count,
        Terms = terms is { } count ? [.. Terms(account, image).OrderByDescending(t => Math.Abs(t.Value)).Take(count)] : [.. Terms(account, image)],
    };

    /// <summary>The kind of a bias as records name it.</summary>
    public static string Kind(BiasKind kind) => kind switch
    {
        BiasKind.Explicit => "explicit",
        BiasKind.Implicit => "implicit",
        BiasKind.Explicit | BiasKind.Implicit => "mixed",
        _ => "none",
    };

    private static SharesRecord Shares(Completeness account, int image) => new(
        account.InputTerms[image] / account.Outputs[image],
        account.Share(image, BiasKind.Explicit),
        account.Share(image, BiasKind.Implicit),
        account.Share(image, BiasKind.Explicit | BiasKind.Implicit),
        account.AbsentFromPicture[image] / account.Outputs[image]);

    private static IEnumerable<TermRecord> Terms(Completeness account, int image) => account.Terms.Select(term => new TermRecord(
        term.Node,
        term.Operator,
        Kind(term.Kind),
        term.Sums[image],
        term.Sums[image] / account.Outputs[image],
        ShapeOfOne(term.Shape, account.Outputs.Count),
        term.InPicture));

    /// <summary>The shape for one image; windows and heads folded into the first axis stay there.</summary>
    private static IReadOnlyList<long> ShapeOfOne(IReadOnlyList<long> shape, int images) =>
        shape.Count > 0 && shape[0] % images == 0 ? [shape[0] / images, .. shape.Skip(1)] : shape;
}
