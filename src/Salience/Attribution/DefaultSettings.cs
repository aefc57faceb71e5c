using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>The settings of a method as it comes, asked of a method itself: constructors fill in what records leave open.</summary>
internal static class DefaultSettings
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>The settings of a method for the smallest network there is, one rectifier; those that name a part of a network are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(Func<Network, IReadOnlyDictionary<string, string>, AttributionMethod> create)
    {
        var builder = new NetworkBuilder();
        using var network = builder.Build(builder.Add("relu", new Relu(), builder.AddInput("x", ScalarType.Float32, null, 1, null, null)));
        using var method = create(network, None);
        return method.Settings;
    }
}
