using Salience.Attribution;
using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Evaluation.Costs;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Metrics;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>What a map costs: seconds, passes through the network, memory, and time in units of a forward and a backward pass.</summary>
public sealed class CostExperiment : Experiment
{
    private const string Clock = "A time of one machine and one moment: another run gives other figures. The ratio is steadier than the seconds, as both are measured within the same second.";
    private const string Work = "Passes differ in price: a backward pass costs about as much as two forward passes, a pass that ends at a layer less, and work beside the passes is not counted.";

    private static readonly Metric Seconds = new(
        "seconds", "s", MetricDirection.Lower, "Time for one picture alone: the shortest of the repeated calls, after a first one that does not count.", "Ours", Clock);

    private static readonly Metric Ratio = new(
        "passes-of-time", "×", MetricDirection.Lower, "That time over the shortest time of one forward and one backward pass to the input, of the same network and picture, measured between the calls.",
        "Ours; bench/Salience.Benchmarks reports the same ratio", Clock);

    private static readonly Metric Forward = new("forward", "passes", MetricDirection.Lower, "Pictures and perturbed copies that were run forward.", "Ours; exact", Work);
    private static readonly Metric Backward = new("backward", "passes", MetricDirection.Lower, "Pictures and perturbed copies whose outputs were differentiated.", "Ours; exact", Work);

    private static readonly Metric Memory = new(
        "memory", "MB", MetricDirection.Lower, "Resident memory at the peak of a call beyond what the process held before it, in 10⁶ bytes; no figure but on Linux.", "Ours",
        "What the runtime and the C library kept from earlier calls is used again and does not show; figures of a few MB are noise.");

    private static readonly Metric Reference = new(
        "pass-seconds", "s", MetricDirection.Neither, "Time of one forward and one backward pass, what the ratio divides by.", "Ours", Clock, Compared: false);

    private readonly CostSettings _settings;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="settings">How often; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">Nothing would be repeated.</exception>
    public CostExperiment(CostSettings? settings = null)
    {
        _settings = settings ?? new CostSettings();
        if (_settings.Repeats < 1)
            throw new ArgumentException($"repeats={_settings.Repeats} is not possible; give at least 1.", nameof(settings));
    }

    /// <summary>What the experiment is.</summary>
    public static ExperimentDescription About { get; } = new(
        "cost",
        "What does a map cost?",
        "Each picture is explained alone for the predicted class: once before the first to prepare the method, once with memory and passes counted, then repeatedly by the clock, in turn with one forward and one "
        + "backward pass. Passes are exact; times and memory are by nature not repeatable, so that a run begun again does not end with the same bytes.",
        "Ours",
        ExperimentNeeds.Model | ExperimentNeeds.Images | ExperimentNeeds.Methods);

    /// <inheritdoc/>
    public override ExperimentDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [Seconds, Ratio, Forward, Backward, Memory, Reference];

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultMethods { get; } =
    [
        "fullgrad", "fullgrad:preset=signed", "fullgrad:preset=complete", "saliency", "input-x-gradient", "integrated-gradients:steps=16", "smoothgrad:samples=16", "grad-cam", "guided-backprop", "lrp",
        "deeplift", "rise:masks=100",
    ];

    /// <summary>None: what random numbers cost says nothing.</summary>
    public override IReadOnlyList<string> Controls => [];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(figures);
        for (var n = 0; n < cell.Chunk.Count; n++)
        {
            using var scope = NewDisposeScope();
            var image = cell.Chunk.Images.narrow(0, n, 1);
            var request = new MapRequest(image, Target.Class(cell.Chunk.Predicted[n]), [cell.Chunk.Items[n]], cell.Cancellation);
            if (n == 0)
            {
                Explain(cell.Method, request);
                Pass(cell, request);
            }

            var (_, whole) = CostMeter.Measure(() => Explain(cell.Method, request));
            var (map, pass) = (double.PositiveInfinity, double.PositiveInfinity);
            for (var repeat = 0; repeat < _settings.Repeats; repeat++)
            {
                map = Math.Min(map, CostMeter.Measure(() => Explain(cell.Method, request), memory: false).Cost.Seconds);
                pass = Math.Min(pass, CostMeter.Measure(() => Pass(cell, request), memory: false).Cost.Seconds);
            }

            figures.Set(Seconds, n, map);
            figures.Set(Ratio, n, map / pass);
            figures.Set(Forward, n, whole.Forward);
            figures.Set(Backward, n, whole.Backward);
            figures.Set(Memory, n, whole.PeakBytes is { } bytes ? bytes / 1e6 : double.NaN);
            figures.Set(Reference, n, pass);
        }
    }

    private static bool Explain(MapSource method, MapRequest request)
    {
        using var map = method.Map(request);
        return true;
    }

    /// <summary>One forward and one backward pass to the input.</summary>
    private static bool Pass(CellRequest cell, MapRequest request)
    {
        using var scope = NewDisposeScope();
        var network = cell.Subject.Model.Network;
        GradientPass.Run(network, new Dictionary<string, Tensor> { [network.Inputs[0].Name] = request.Images }, [request.Target], request.Cancellation);
        return true;
    }
}

/// <summary>Settings of <see cref="CostExperiment"/>.</summary>
/// <param name="Repeats">Calls by the clock, of which the shortest counts; at least 1.</param>
public sealed record CostSettings(int Repeats = 3);
