using Salience.Attribution;

namespace Salience.Cli.Records;

/// <summary>What the attributions of a method add up to, and what they should.</summary>
/// <param name="Promise">The right side in symbols, such as f(x) − f(x₀).</param>
/// <param name="Expected">Its value.</param>
/// <param name="Sum">The sum of the attributions.</param>
/// <param name="Residual">|sum − expected| / max(1, |expected|).</param>
/// <param name="Exact">Whether only rounding may come between the two.</param>
internal sealed record SumRecord(string Promise, double Expected, double Sum, double Residual, bool Exact)
{
    /// <summary>The account of one image; <see langword="null"/> where the method promises nothing.</summary>
    public static SumRecord? Of(SumAccount? account, int image) =>
        account is null ? null : new SumRecord(account.Promise, account.Expected[image], account.Sums[image], account.Residual(image), account.IsExact);
}
