namespace Salience.Evaluation.Glyphs.Shapes;

/// <summary>What lies around the digit: letters and shapes that nobody takes for a digit, height 1, y downwards.</summary>
/// <remarks>No B, D, G, I, J, L, O, P, Q, S, Y, Z, no rings and no single bars: turned, small or mirrored they look like digits.</remarks>
internal static class DistractorShapes
{
    /// <summary>Letters, drawn as strokes: A E F H K M N R T V W X.</summary>
    public static IReadOnlyList<StrokePath> Letters { get; } =
    [
        .. new[]
        {
            "M 0 1 L .36 0 L .72 1 M .13 .66 L .59 .66",
            "M .56 0 L 0 0 L 0 1 L .56 1 M 0 .5 L .48 .5",
            "M .56 0 L 0 0 L 0 1 M 0 .5 L .46 .5",
            "M 0 0 L 0 1 M .6 0 L .6 1 M 0 .5 L .6 .5",
            "M 0 0 L 0 1 M .58 0 L 0 .58 M .2 .4 L .6 1",
            "M 0 1 L 0 0 L .38 .6 L .76 0 L .76 1",
            "M 0 1 L 0 0 L .6 1 L .6 0",
            "M 0 1 L 0 0 L .32 0 C .5 0 .58 .1 .58 .26 C .58 .42 .5 .52 .32 .52 L 0 .52 M .3 .52 L .6 1",
            "M 0 0 L .68 0 M .34 0 L .34 1",
            "M 0 0 L .34 1 L .68 0",
            "M 0 0 L .2 1 L .43 .3 L .66 1 L .86 0",
            "M 0 0 L .64 1 M .64 0 L 0 1",
        }.Select(StrokePath.Parse),
    ];

    /// <summary>Shapes, drawn filled: disc, square, triangle, diamond, star, plus, hexagon.</summary>
    public static IReadOnlyList<StrokePath> Shapes { get; } =
    [
        .. new[]
        {
            "M .5 0 C .776 0 1 .224 1 .5 C 1 .776 .776 1 .5 1 C .224 1 0 .776 0 .5 C 0 .224 .224 0 .5 0 Z",
            "M 0 0 L 1 0 L 1 1 L 0 1 Z",
            "M .5 0 L 1 .9 L 0 .9 Z",
            "M .5 0 L 1 .5 L .5 1 L 0 .5 Z",
            "M .5 0 L .62 .35 L 1 .36 L .7 .58 L .81 .95 L .5 .73 L .19 .95 L .3 .58 L 0 .36 L .38 .35 Z",
            "M .34 0 L .66 0 L .66 .34 L 1 .34 L 1 .66 L .66 .66 L .66 1 L .34 1 L .34 .66 L 0 .66 L 0 .34 L .34 .34 Z",
            "M .25 .07 L .75 .07 L 1 .5 L .75 .93 L .25 .93 L 0 .5 Z",
        }.Select(StrokePath.Parse),
    ];
}
