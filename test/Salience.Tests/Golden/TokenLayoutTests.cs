using Salience.Decomposition;
using Salience.Networks;
using Salience.Onnx;
using Salience.Operators;
using Salience.Tests.Decomposition;
using static TorchSharp.torch;

namespace Salience.Tests.Golden;

/// <summary>Layouts of exported token networks.</summary>
[NoTensorLeaks]
public class TokenLayoutTests
{
    [Fact]
    public void Patches_of_a_vision_transformer_land_on_the_patch_grid()
    {
        using var scope = NewDisposeScope();
        using var model = Load("vit");
        var shape = InputShape(model.Network, 2);
        var (rows, columns) = ((int)(shape[2] / 16), (int)(shape[3] / 16));
        var norm = model.Network.Nodes.First(n => n.Operator is LayerNormalization).Outputs[0];
        Perturbation.AssertPlaced(model.Network, norm, shape, rows, columns);
        var placement = Assert.IsType<Placement.Grid>(SpatialLayout.Of(model.Network, shape).For(norm, 3));
        Assert.Equal(Enumerable.Range(0, placement.Index.Length).Select(i => (i % (rows * columns) + 1L) * placement.Channels + i / (rows * columns)), placement.Index);
        Assert.IsType<Placement.Global>(SpatialLayout.Of(model.Network, shape).For(model.Network.Outputs[0], 2));
    }

    [Fact]
    public void Windows_of_a_swin_transformer_land_where_their_patches_are()
    {
        using var scope = NewDisposeScope();
        using var model = Load("swin");
        var shape = InputShape(model.Network, 2);
        var layout = SpatialLayout.Of(model.Network, shape);
        var (rows, columns) = ((int)(shape[2] / 4), (int)(shape[3] / 4));

        // Everything up to the first product of two activations works patch by patch: norms, window partition, queries, keys and values.
        var before = BeforeMixing(model.Network);
        Assert.Contains(before, n => n.Operator is LayerNormalization);
        Assert.Contains(before, n => n.Operator is Add);
        foreach (var node in before.Where(n => n.Operator is LayerNormalization or Add or Reshape))
            Perturbation.AssertPlaced(model.Network, node.Outputs[0], shape, rows, columns);

        // Later stages merge patches: every norm but the last, over pooled or final features, has a grid, coarser by two each time.
        var grids = model.Network.Nodes.Where(n => n.Operator is LayerNormalization).Select(n => layout.For(n.Outputs[0], 4)).OfType<Placement.Grid>()
            .Select(g => (g.Height, g.Width)).Distinct().ToList();
        Assert.Contains((rows, columns), grids);
        Assert.Contains((rows / 2, columns / 2), grids);
    }

    [Fact]
    public void Channels_last_blocks_of_ConvNeXt_keep_the_place_of_every_pixel()
    {
        using var scope = NewDisposeScope();
        using var model = Load("convnext");
        var shape = InputShape(model.Network, 2);
        var layout = SpatialLayout.Of(model.Network, shape);
        var (rows, columns) = ((int)(shape[2] / 4), (int)(shape[3] / 4));

        // The stem, patches and their norm, before the first convolution over several patches.
        foreach (var node in BeforeMixing(model.Network))
            Perturbation.AssertPlaced(model.Network, node.Outputs[0], shape, rows, columns);

        // Within the blocks every pixel keeps its place through the turn to channels-last and back.
        var norms = model.Network.Nodes.Where(n => n.Operator is LayerNormalization).ToList();
        Assert.True(norms.Count > 2);
        Assert.All(norms.SkipLast(1), n => Assert.IsNotType<Placement.Global>(layout.For(n.Outputs[0], 4)));
        Assert.All(model.Network.Nodes.Where(n => n.Operator is Conv), n => Assert.IsType<Placement.Nchw>(layout.For(n.Outputs[0], 4)));
    }

    /// <summary>The nodes that depend on the picture and come before two of its patches meet.</summary>
    private static List<Node> BeforeMixing(Network network)
    {
        var apart = new HashSet<string>();
        var nodes = new List<Node>();
        foreach (var node in network.Nodes)
        {
            if (node.Operator.Kind == OperatorKind.NonDifferentiable || node.Inputs.Count(apart.Contains) is var count && (count == 0 && node.Operator is not Conv))
                continue;
            if (node.Operator is MatMul && count > 1 || node.Operator is Conv && count > 0)
                break;
            apart.UnionWith(node.Outputs);
            nodes.Add(node);
        }

        return nodes;
    }

    private static OnnxModel Load(string name) =>
        OnnxImporter.Load(TestData.Require($"golden/architectures/{name}/model.onnx"), new OnnxImportOptions(Precision: OnnxPrecision.Double));

    private static long[] InputShape(Network network, long images) => [images, .. network.Inputs[0].Shape.Skip(1).Select(s => s ?? 64)];
}
