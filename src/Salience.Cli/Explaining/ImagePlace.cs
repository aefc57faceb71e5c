using Salience.Cli.Inputs;
using Salience.Imaging;

namespace Salience.Cli.Explaining;

/// <summary>One image of an input file.</summary>
/// <param name="Input">The file.</param>
/// <param name="Index">Which of its images.</param>
internal sealed record ImagePlace(LoadedInput Input, int Index)
{
    /// <summary>What is drawn under the map.</summary>
    public RgbImage Picture => Input.Pictures[Index];
}
