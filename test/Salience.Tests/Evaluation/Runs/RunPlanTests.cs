using Salience.Evaluation.Experiments;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Runs;
using Salience.Evaluation.Subjects;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Runs;

[NoTensorLeaks]
public sealed class RunPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parts_of_equal_items_share_chunks_and_what_methods_keep()
    {
        var (perChunk, perMethod) = (new List<string>(), new List<string>());
        using (var run = new ToyExperiment(cell =>
        {
            var name = $"{string.Join(' ', cell.Chunk.Items)}";
            cell.Chunk.Keep("pictures", () => Noted(perChunk, name));
            cell.Keep("maps", () => Noted(perMethod, $"{cell.Method.Name}: {name}"));
        }).Open(_folder.Path))
            run.Execute();

        Assert.Equal(["0 1 2", "3 4 5", "6"], perChunk);
        Assert.Equal(["a: 0 1 2", "long,name: 0 1 2", "a: 3 4 5", "long,name: 3 4 5", "a: 6", "long,name: 6"], perMethod);
    }

    [Fact]
    public void Parts_of_other_items_are_planned_one_after_the_other_and_empty_ones_left_out()
    {
        var plan = RunPlan.Of(new Uneven(), new EvaluationSubject(null, null), [], new RunSettings(Chunk: 2));
        Assert.Equal(["even", "odd"], plan.Parts.Select(p => p.Name));
        Assert.Equal(["even network 0 2", "even network 4", "odd network 1 3"], plan.Cells.Select(c => $"{c.Part.Name} {c.MethodName} {string.Join(' ', c.Items)}"));
        Assert.Equal([0, 1, 2, 3, 4], plan.AllItems);
        Assert.Equal(Enumerable.Range(0, 3), plan.Cells.Select(c => c.Number));
    }

    [Fact]
    public void Parts_that_are_named_are_measured_alone_and_unknown_ones_told()
    {
        var plan = RunPlan.Of(new Uneven(), new EvaluationSubject(null, null), [], new RunSettings(Chunk: 2, Parts: ["odd"]));
        Assert.Equal(["odd network 1 3"], plan.Cells.Select(c => $"{c.Part.Name} {c.MethodName} {string.Join(' ', c.Items)}"));

        var failure = Assert.Throws<ArgumentException>(() => RunPlan.Of(new Uneven(), new EvaluationSubject(null, null), [], new RunSettings(Parts: ["odd", "evne"])));
        Assert.Contains("uneven has no part 'evne'; did you mean 'even'. Parts: even, none, odd.", failure.Message, StringComparison.Ordinal);
    }

    private static Tensor Noted(List<string> notes, string note)
    {
        notes.Add(note);
        return zeros(1);
    }

    private sealed class Uneven : Experiment
    {
        public override ExperimentDescription Description { get; } = new("uneven", "?", "-", "-", ExperimentNeeds.Nothing);

        public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

        public override IReadOnlyList<Metric> Metrics => [];

        public override IReadOnlyList<ExperimentPart> Parts(EvaluationSubject subject) => [new("even", "even"), new("none", "none"), new("odd", "odd")];

        public override IReadOnlyList<int> Items(EvaluationSubject subject, ExperimentPart part, int? limit) => part.Name switch { "even" => [0, 2, 4], "odd" => [1, 3], _ => [] };

        public override void Measure(CellRequest cell, CellFigures figures) => throw new NotSupportedException();
    }
}
