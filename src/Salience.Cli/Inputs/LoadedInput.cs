using Salience.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Cli.Inputs;

/// <summary>An input file as the network takes it.</summary>
/// <param name="Item">The file.</param>
/// <param name="Images"><c>(N, …)</c>; N = 1 for a picture.</param>
/// <param name="Pictures">What is drawn under the map, one for each image.</param>
/// <param name="IsBatch">Whether the file holds an array with a batch dimension.</param>
internal sealed record LoadedInput(InputItem Item, Tensor Images, IReadOnlyList<RgbImage> Pictures, bool IsBatch) : IDisposable
{
    /// <summary>N.</summary>
    public int Count => (int)Images.shape[0];

    /// <inheritdoc/>
    public void Dispose() => Images.Dispose();
}
