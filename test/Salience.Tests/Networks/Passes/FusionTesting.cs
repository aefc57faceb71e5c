using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Operators;
using Salience.PostProcessing;
using TorchSharp;
using static Salience.Tests.Networks.Passes.PassTesting;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

/// <summary>Puts a formula between two random layers and compares what the passes make of it with the operator that it stands for.</summary>
internal static class FusionTesting
{
    /// <summary>The bias of the operator and of what the passes made may differ by rounding only.</summary>
    private const double BiasTolerance = 1e-10;

    /// <summary>Rounding of float64, magnified where a channel is divided by its range.</summary>
    private const double MapTolerance = 1e-9;

    /// <summary>libtorch's hard sigmoid has the derivative 1/6 of float32 in float64, too; written out, the derivative is 1/6.</summary>
    private const double HardSigmoidTolerance = 1f / 6f - 1.0 / 6 + 1e-7;

    /// <summary>Checks that <paramref name="spelled"/> becomes one node with the bias of <paramref name="known"/>.</summary>
    /// <param name="spelled">Writes the formula.</param>
    /// <param name="known">Writes the one operator.</param>
    /// <param name="operation">Name that the node must bear, or <see langword="null"/> for no bias-bearing node at all.</param>
    /// <param name="picture">Between convolutions of a picture; otherwise between products of tokens.</param>
    public static void BecomesOne(
        Func<FormulaWriter, string, string> spelled, Func<FormulaWriter, string, string> known, string? operation, bool picture)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(11);
        using var network = Build(spelled, picture, ScalarType.Float64);
        using var reference = Build(known, picture, ScalarType.Float64);
        var x = picture ? Normal(generator, 2, 3, 7, 6) : Normal(generator, 2, 5, 3);

        using var fused = NetworkPasses.Standard(network);

        SameOutput(network, fused, x);
        SameOutput(reference, fused, x);
        var biased = BiasBearing(fused);
        if (operation is null)
        {
            Assert.Empty(biased);
            return;
        }

        Assert.Equal([operation], biased.Select(n => n.Operator.Name));
        Close(BiasOf(reference, BiasBearing(reference).Single(), x), BiasOf(fused, biased[0], x), biased[0].Operator is HardSigmoid ? HardSigmoidTolerance : BiasTolerance);
    }

    /// <summary>Checks that the map of a network does not show how the formula within it was spelled.</summary>
    /// <param name="spelled">Writes the formula.</param>
    /// <param name="known">Writes the one operator.</param>
    /// <param name="picture">Between convolutions of a picture; otherwise on tokens made of it.</param>
    /// <param name="preset">How terms become a map.</param>
    public static void GivesTheSameMap(Func<FormulaWriter, string, string> spelled, Func<FormulaWriter, string, string> known, bool picture, Preset preset)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(13);
        using var network = picture ? Build(spelled, picture, ScalarType.Float64) : BuildTokens(spelled);
        using var reference = picture ? Build(known, picture, ScalarType.Float64) : BuildTokens(known);
        using var fused = NetworkPasses.Standard(network);
        var x = picture ? Normal(generator, 2, 3, 7, 6) : Normal(generator, 2, 3, 3, 7);
        using var expected = Explain(reference, x, preset);
        using var actual = Explain(fused, x, preset);

        var tolerance = reference.Nodes.Any(n => n.Operator is HardSigmoid or HardSwish) ? HardSigmoidTolerance : MapTolerance;
        Assert.True(expected.Map.abs().max().ToDouble() > 1e-3);
        Close(expected.Map, actual.Map, tolerance);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(expected.Completeness.Cancellation(i), actual.Completeness.Cancellation(i), tolerance * expected.Completeness.Cancellation(i));
            Assert.Equal(expected.Completeness.AbsentFromPicture[i], actual.Completeness.AbsentFromPicture[i], tolerance);
        }
    }

    /// <summary>The nodes between the two layers that have a bias.</summary>
    public static List<Node> BiasBearing(Network network)
    {
        var dependence = new Dependence(network.Nodes, network.Inputs[0].Name);
        return [.. network.Nodes.Where(n => dependence.BiasOf(n) != BiasKind.None)];
    }

    /// <summary>A formula between two layers without bias.</summary>
    public static Network Build(Func<FormulaWriter, string, string> formula, bool picture, ScalarType type)
    {
        using var generator = new Generator(5);
        var builder = new NetworkBuilder();
        var writer = new FormulaWriter(builder, generator, type);
        var x = picture ? builder.AddInput("x", type, null, 3, 7, 6) : builder.AddInput("x", type, null, 5, 3);
        var before = picture ? writer.Call(Convolution(), x, writer.Vector(4, 3, 3, 3)) : writer.Call(new MatMul(), x, writer.Vector(3, 8));
        var y = formula(writer, before);
        return builder.Build(picture ? writer.Call(Convolution(), y, writer.Vector(2, 4, 3, 3)) : writer.Call(new MatMul(), y, writer.Vector(8, 2)));
    }

    /// <summary>A formula on five tokens of eight features, cut from a picture.</summary>
    private static Network BuildTokens(Func<FormulaWriter, string, string> formula)
    {
        using var generator = new Generator(5);
        var builder = new NetworkBuilder();
        var writer = new FormulaWriter(builder, generator, ScalarType.Float64);
        var patches = writer.Call(Convolution(), builder.AddInput("x", ScalarType.Float64, null, 3, 3, 7), writer.Vector(8, 3, 3, 3));
        var tokens = writer.Call(new Transpose([0, 2, 1]), writer.Call(new Reshape(), patches, writer.Integers(0, 8, -1)));
        return builder.Build(writer.Call(new MatMul(), formula(writer, tokens), writer.Vector(8, 2)));
    }

    private static FullGradExplanation Explain(Network network, Tensor x, Preset preset)
    {
        using var method = new FullGrad(network, new FullGradSettings(preset));
        return method.Explain(x, Target.Class(1));
    }

    private static Conv Convolution() => new() { Padding = SpatialPadding.None(2), Strides = [1, 1], Dilations = [1, 1] };

    private static Tensor BiasOf(Network network, Node node, Tensor x)
    {
        using var scope = NewDisposeScope();
        var values = network.Run(new Dictionary<string, Tensor> { ["x"] = x }, [node.Inputs[0], node.Outputs[0]], TestContext.Current.CancellationToken);
        var inputs = node.Inputs.Select(i => values.TryGetValue(i, out var value) ? value : network.Parameters[i]).ToArray();
        var output = values[node.Outputs[0]];
        var bias = node.Operator.Bias(new OperatorCall(inputs, [true, .. new bool[inputs.Length - 1]], [output]))[0]!;
        return bias.expand(output.shape).clone().MoveToOuterDisposeScope();
    }
}
