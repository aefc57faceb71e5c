using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>What every method promises on every network, generated from the table (method × network).</summary>
[NoTensorLeaks]
public class MethodGuaranteeTests
{
    /// <summary>What a map may depend on batch composition, relative to its largest value, in float64.</summary>
    private const double Stable = 1e-9;

    /// <summary>The same in float32 against float64: a network of four layers.</summary>
    private const double Single = 1e-3;

    /// <summary>Cells in which the method explains the network.</summary>
    public static TheoryData<string, string> Cells => ExpectedRefusals.Cells(MethodNetworks.Names, refused: false);

    /// <summary>Cells in which it does not apply.</summary>
    public static TheoryData<string, string> Refusals => ExpectedRefusals.Cells(MethodNetworks.Names, refused: true);

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_method_that_does_not_apply_says_why_before_anything_is_computed(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var cell = new Cell(method, network);
        var reports = new Reports();
        var failure = Assert.Throws<NotSupportedException>(() => cell.Method.Explain(cell.Images, Target.ArgMax, reports));

        Assert.Equal($"{method} does not apply to this network: {cell.Method.Refuses}", failure.Message);
        Assert.Contains(ExpectedRefusals.Reason(method, network)!, failure.Message, StringComparison.Ordinal);
        Assert.Empty(reports.Values);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_map_has_one_channel_and_the_size_of_the_picture_and_is_finite(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var cell = new Cell(method, network);
        using var explanation = cell.Explain(Target.ArgMax);

        Assert.Equal([cell.Images.shape[0], 1, cell.Images.shape[2], cell.Images.shape[3]], explanation.Map.shape);
        Assert.True(explanation.Map.isfinite().all().ToBoolean());
        Assert.Equal(cell.Images.shape[0], explanation.Outputs.shape[0]);
        Assert.Equal(explanation.Outputs.max(1).values.data<double>().ToArray(), explanation.Scores);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_batch_gives_the_maps_of_its_images_alone(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var cell = new Cell(method, network);
        using var batch = cell.Explain(Target.ArgMax);
        for (var i = 0; i < cell.Images.shape[0]; i++)
        {
            using var single = cell.Method.Explain(cell.Images.narrow(0, i, 1), Target.ArgMax);
            MapAssert.Close(batch.Map[i], single.Map[0], Stable);
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_size_of_a_pass_does_not_matter_and_the_same_seed_gives_the_same_map(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var cell = new Cell(method, network);
        using var first = cell.Explain(Target.Class(1));
        using var again = cell.Explain(Target.Class(1));
        using var small = cell.WithBatch(3).Explain(cell.Images, Target.Class(1));

        Assert.True(first.Map.equal(again.Map).all().ToBoolean());
        MapAssert.Close(first.Map, small.Map, Stable);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Several_targets_give_what_each_gives_alone(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var cell = new Cell(method, network);
        IReadOnlyList<Target> targets = [Target.Class(2), Target.Margin(0, 3), Target.LogProbability(1), Target.CentredLogit()];
        var together = cell.Method.Explain(cell.Images, targets);
        foreach (var (explanation, target) in together.Zip(targets))
        {
            using var alone = cell.Explain(target);
            MapAssert.Close(alone.Map, explanation.Map, Stable);
            explanation.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Single_precision_gives_the_map_of_double_precision(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var cell = new Cell(method, network);
        using var rounded = cell.Network.To(ScalarType.Float32);
        using var other = AttributionMethods.Create(cell.Text, rounded);
        using var exact = cell.Explain(Target.Class(0));
        using var single = other.Explain(cell.Images, Target.Class(0));

        Assert.Equal(ScalarType.Float32, single.Map.dtype);
        MapAssert.Close(exact.Map, single.Map, Single);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Network_images_mode_and_random_state_are_left_as_they_were(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var cell = new Cell(method, network);
        var images = cell.Images.clone();
        var parameters = cell.Network.Parameters.ToDictionary(p => p.Key, p => p.Value.clone());
        var enabled = is_grad_enabled();
        using var source = new CancellationTokenSource();
        var failing = Target.Function("fails", _ => throw new InvalidTimeZoneException("of the caller"));

        cell.Explain(Target.ArgMax).Dispose();
        Assert.Throws<InvalidTimeZoneException>(() => cell.Method.Explain(cell.Images, [Target.Class(0), failing]));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => cell.Method.Explain(cell.Images, Target.ArgMax, cancellation: source.Token));

        Assert.True(images.equal(cell.Images).all().ToBoolean());
        Assert.False(cell.Images.requires_grad);
        Assert.Equal(enabled, is_grad_enabled());
        Assert.All(parameters, p =>
        {
            Assert.True(p.Value.equal(cell.Network.Parameters[p.Key]).all().ToBoolean());
            Assert.False(cell.Network.Parameters[p.Key].requires_grad);
        });
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Progress_grows_to_one_and_a_long_method_stops_within_one_pass(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var cell = new Cell(method, network);
        using var source = new CancellationTokenSource();
        var reports = new Reports();
        cell.WithBatch(2).Explain(cell.Images, Target.ArgMax, reports).Dispose();

        Assert.Equal(1, reports.Values[^1], 12);
        Assert.Equal(reports.Values.Order(), reports.Values);
        if (reports.Values.Count < 3)
            return;
        var stopping = new Reports(() => source.Cancel());
        Assert.Throws<OperationCanceledException>(() => cell.WithBatch(2).Explain(cell.Images, Target.ArgMax, stopping, source.Token));
        Assert.Single(stopping.Values);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_should_add_up_does(string method, string network)
    {
        using var scope = NewDisposeScope();
        using var cell = new Cell(method, network, QuickSettings.ThatAddUp(method));
        using var explanation = cell.Explain(Target.ArgMax);
        var description = AttributionMethods.Find(method)!.Description;
        if (!description.Axioms.Contains(Axiom.Completeness))
            return;
        Assert.NotNull(explanation.Account);
        // Quadrature and sampling converge; the closed forms are exact.
        var tolerance = method switch { "integrated-gradients" => 1e-2, "expected-gradients" => 0.1, _ => 1e-9 };
        Assert.All(Enumerable.Range(0, explanation.Scores.Count), i => Assert.InRange(explanation.Account.Residual(i), 0, tolerance));
    }

    /// <summary>One cell of the table.</summary>
    private sealed class Cell : IDisposable
    {
        private readonly List<AttributionMethod> _methods = [];

        public Cell(string method, string network, string? text = null)
        {
            (Text, Network, Images) = (text ?? QuickSettings.Of(method), MethodNetworks.Make(network), MethodNetworks.Images(network, 3));
            Method = Add(AttributionMethods.Create(Text, Network));
        }

        public string Text { get; }

        public Network Network { get; }

        public Tensor Images { get; }

        public AttributionMethod Method { get; }

        public Explanation Explain(Target target) => Method.Explain(Images, target);

        public AttributionMethod WithBatch(int batch) => Add(AttributionMethods.Create(Text, Network, batch));

        public void Dispose()
        {
            _methods.ForEach(m => m.Dispose());
            Network.Dispose();
            Images.Dispose();
        }

        private AttributionMethod Add(AttributionMethod method)
        {
            _methods.Add(method);
            return method;
        }
    }

    private sealed class Reports(Action? first = null) : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value)
        {
            Values.Add(value);
            first?.Invoke();
        }
    }
}
