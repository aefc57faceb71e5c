namespace Salience.Onnx;

/// <summary>Text from a file made fit for a one-line message.</summary>
internal static class OneLine
{
    private const int Longest = 400;

    /// <summary>The text without control characters, shortened when it is very long.</summary>
    public static string Of(string text)
    {
        var visible = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text;
        return string.Create(visible.Length, visible, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
    }
}
