namespace Salience.Evaluation.Datasets;

/// <summary>Size of the pictures of a data set, <c>(C, H, W)</c>.</summary>
/// <param name="Channels">1 (grey) or 3 (red, green, blue).</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Values in one picture, <c>C · H · W</c>.</summary>
    public int Length => Channels * Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"({Channels}, {Height}, {Width})";
}
