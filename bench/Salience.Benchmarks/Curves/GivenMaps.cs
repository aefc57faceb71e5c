using Salience.Evaluation.Maps;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Benchmarks.Curves;

/// <summary>Maps that are there already, so that only what an experiment does with them takes time.</summary>
/// <param name="maps"><c>(N, 1, H, W)</c>, one for each item; stays the caller's.</param>
internal sealed class GivenMaps(Tensor maps) : MapSource
{
    public override string Name => "given";

    public override string Formula => "made beforehand";

    public override string Source => "none";

    public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public override Tensor Map(MapRequest request) => maps.index_select(0, tensor(request.Items.Select(i => (long)i).ToArray()));

    public override MapSource On(Network network) => new GivenMaps(maps);
}
