using Salience.Evaluation.Experiments;
using Salience.Evaluation.Experiments.Axioms;
using Salience.Evaluation.Experiments.OutputOrigin;
using Salience.Evaluation.Experiments.Robustness;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Results;
using Salience.Evaluation.Runs;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Axioms, robustness and origin of outputs as runs, from cells to the report.</summary>
public sealed class OwnExperimentRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_result_of_axioms_is_a_table_of_methods_and_axioms_that_shows_where_FullGrad_fails()
    {
        var result = Run(new AxiomsExperiment(new AxiomsSettings(Steps: 2, Halvings: 2, Copies: 1)), "fullgrad", "saliency", "scattered");

        Assert.Equal(["completeness", "sensitivity", "invariance", "continuity", "network"], result.Parts.Select(p => p.Name));
        double Mean(string part, string method, string metric) => result.Find(part, method, metric)!.Summaries[0]!.Mean;
        Assert.InRange(Mean("invariance", "fullgrad", "merged-layers"), 0.01, 2);
        Assert.InRange(Mean("invariance", "saliency", "merged-layers"), 0, 1e-9);
        Assert.Equal(0, Mean("invariance", "scattered", "merged-layers"));
        Assert.InRange(Mean("completeness", "fullgrad", "residual"), 0, 1e-9);
        Assert.Null(result.Find("completeness", "saliency", "residual")!.Summaries[0]);
        Assert.Null(result.Find("network", "fullgrad", "folding-difference"));
        Assert.Contains("input-shift", File.ReadAllText(_folder.File("run/report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Robustness_compares_methods_and_draws_the_curve_of_sensitivity_n()
    {
        var result = Run(new RobustnessExperiment(new RobustnessSettings(Squares: 6, Subsets: 6, Copies: 1)), "input-x-gradient", "scattered");

        Assert.Equal(6, result.Find("all", "input-x-gradient", "sensitivity-n")!.Summaries.Count);
        Assert.Contains(result.Comparisons, c => c.Metric.Name == "infidelity");
        Assert.True(File.Exists(_folder.File("run/plots/sensitivity-n-all.svg")));
    }

    [Fact]
    public void The_origin_of_an_output_needs_no_method()
    {
        var result = Run(new OutputOriginExperiment());
        Assert.Equal(1, result.Find("terms", "network", "share-up-to-depth")!.Summaries[^1]!.Mean, 1e-9);
        Assert.True(File.Exists(_folder.File("run/plots/share-up-to-depth-terms.svg")));
    }

    private ExperimentResult Run(Experiment experiment, params string[] methods)
    {
        using var network = GlyphNetworks.Small(3);
        MapSource[] sources = [.. methods.Select(m => MapSources.Create(m, network))];
        try
        {
            using var run = ExperimentRun.Open(_folder.File("run"), experiment, ExperimentCells.Subject(network), sources, new RunSettings(Limit: 3, Chunk: 2));
            return run.Execute();
        }
        finally
        {
            Array.ForEach(sources, s => s.Dispose());
        }
    }
}
