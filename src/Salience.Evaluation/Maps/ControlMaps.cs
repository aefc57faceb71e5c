using System.Globalization;
using Salience.Evaluation.Randomness;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Evaluation.Maps;

/// <summary>Maps of random numbers, other ones for each item and equal for equal seed and item: a control that knows neither network nor picture.</summary>
internal abstract class ControlMaps(string text, IReadOnlyDictionary<string, string> settings, long seed) : MapSource
{
    /// <inheritdoc/>
    public override string Name => text;

    /// <inheritdoc/>
    public override string Source => "Control";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => settings;

    /// <inheritdoc/>
    public override MapSource On(Network network) => this;

    /// <inheritdoc/>
    public override Tensor Map(MapRequest request)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (request.Images.shape[2], request.Images.shape[3]);
        var values = new float[request.Items.Count * height * width];
        var at = 0;
        foreach (var item in request.Items)
        {
            var random = new RandomStream(seed, item);
            for (var p = 0; p < height * width; p++)
                values[at++] = (float)Draw(random);
        }

        return Shape(tensor(values, [request.Items.Count, 1, height, width])).to_type(request.Images.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>One number.</summary>
    private protected abstract double Draw(RandomStream random);

    /// <summary>The maps made of independent numbers.</summary>
    private protected virtual Tensor Shape(Tensor noise) => noise;

    private protected static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
