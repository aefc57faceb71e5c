using Salience.Evaluation.Maps;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Maps that a test makes: oracles, anti-oracles.</summary>
internal sealed class GivenMaps(string name, Func<MapRequest, Tensor> make, bool addsUp = false) : MapSource
{
    public override string Name => name;

    public override string Formula => "given";

    public override string Source => "test";

    public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public override bool AddsUp => addsUp;

    public override Tensor Map(MapRequest request)
    {
        using var scope = NewDisposeScope();
        return make(request).MoveToOuterDisposeScope();
    }

    public override MapSource On(Network network) => this;
}
