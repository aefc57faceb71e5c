using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Continuity: along the way between two random pictures a continuous function crosses borders of linear regions; does the map jump there?</summary>
internal sealed class PathContinuityCheck() : DrawnAxiomCheck(AxiomParts.Continuity)
{
    private const int Steps = 8;
    private const int Halvings = 24;
    private const string Criticism =
        "The search follows the largest change and need not find the largest jump. Jumps have to be compared with what a map is used for: rankings of pixels survive small ones.";

    public static readonly Metric MapJump = new(
        "map-jump", "", MetricDirection.Lower,
        "Largest jump of the map found on the way between two pictures: ‖S_b − S_a‖₁ / mean ‖S‖₁ at the ends of the interval that is left of the step with the largest change after halving it, the half with more change kept.",
        "Continuity as in Montavon et al. 2018 (section 7.1); the search is ours", Criticism, Compared: false);

    public static readonly Metric OutputJump = new(
        "output-jump", "", MetricDirection.Neither, "Change of the output at the ends of the same interval, |f_b − f_a| / mean |f|: near 0, as f is continuous.", "Control of map-jump", "None: it tells whether the interval is small enough.", Compared: false);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [MapJump, OutputJump];

    private protected override IReadOnlyList<double> Measure(DrawnMaps maps, RandomStream random)
    {
        using var network = new DrawnNetwork(random).Build();
        var (start, end) = (DrawnNetwork.Picture(random), DrawnNetwork.Picture(random));
        var best = DrawnNetwork.Best(network, start);
        if (maps.Of(network, start, best) is null)
            return [double.NaN, double.NaN];
        var scan = PathScan.Run(
            places =>
            {
                var picture = start + (end - start) * places[0];
                return (maps.Of(network, picture, best)!, [network.Run(picture)[0, best].item<double>()]);
            },
            1, Steps, Halvings)[0];
        return [scan.Map, scan.Output];
    }
}
