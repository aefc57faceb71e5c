using Salience.Evaluation.Maps;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Maps from a function.</summary>
internal sealed class MadeUpMaps(string name, Func<MapRequest, Tensor> map) : MapSource
{
    public override string Name => name;

    public override string Formula => "made up";

    public override string Source => "test";

    public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public override Tensor Map(MapRequest request) => map(request);

    public override MapSource On(Network network) => this;
}
