using System.Globalization;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Randomness;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Runs;

/// <summary>An experiment without network and pictures: figures are random numbers of seed, part, method and item.</summary>
internal sealed class ToyExperiment(Action<CellRequest>? measuring = null, double shift = 0) : Experiment
{
    public static readonly Metric Score = new("score", "points", MetricDirection.Higher, "A random number.", "made up for tests", "Means nothing at all <really>.");
    public static readonly Metric Error = new("error", string.Empty, MetricDirection.Lower, "Another.", "made up as well", "Means even less.");
    public static readonly Metric Curve = new(
        "curve", "share", MetricDirection.Neither, "Three numbers.", "made up too", "Goes nowhere.", new MetricAxis("removed", "%", [0.1, 1, 10], Logarithmic: true));

    public static ExperimentPart First { get; } = new("first", "first part");

    public static ExperimentPart Second { get; } = new("second", "second part");

    public override ExperimentDescription Description { get; } = new("toy", "Does the frame work?", "Draws numbers.", "Nobody", ExperimentNeeds.Methods);

    public override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["shift"] = shift.ToString(CultureInfo.InvariantCulture) };

    public override IReadOnlyList<Metric> Metrics => [Score, Error, Curve];

    public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject) => [First, Second];

    public override IReadOnlyList<int> Items(EvaluationSubject subject, ExperimentPart part, int? limit) => [.. Enumerable.Range(0, limit ?? 7)];

    public override void Measure(CellRequest cell, CellFigures figures)
    {
        measuring?.Invoke(cell);
        for (var i = 0; i < cell.Chunk.Count; i++)
        {
            var item = cell.Chunk.Items[i];
            var random = new RandomStream(cell.Seed, item, cell.Part.Name.Length, cell.Method.Name.Length);
            figures.Set(Score, i, item % 5 == 4 ? double.NaN : random.NextDouble() + shift);
            figures.Set(Curve, i, random.NextNormal(), random.NextNormal(), random.NextNormal());
            // The second part does not give the error.
            if (cell.Part == First)
                figures.Set(Error, i, random.NextDouble() * cell.Method.Name.Length);
        }
    }

    /// <summary>Opens a run.</summary>
    public ExperimentRun Open(string folder, RunSettings? settings = null, params string[] methods) => ExperimentRun.Open(
        folder, this, new EvaluationSubject(null, null), [.. (methods.Length > 0 ? methods : ["a", "long,name"]).Select(name => new NamedSource(name))], settings ?? new RunSettings(Chunk: 3));

    /// <summary>A method that makes no maps.</summary>
    private sealed class NamedSource(string name) : MapSource
    {
        public override string Name => name;

        public override string Formula => "none";

        public override string Source => "test";

        public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>();

        public override Tensor Map(MapRequest request) => throw new NotSupportedException();

        public override MapSource On(Network network) => this;
    }
}
