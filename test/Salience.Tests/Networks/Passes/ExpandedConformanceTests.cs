using Salience.Networks;
using Salience.Networks.Passes;
using Salience.Onnx;
using Salience.Tests.Conformance;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Passes;

/// <summary>ONNX defines many operators by smaller ones and tests both; the spelled ones must become one node again.</summary>
[NoTensorLeaks]
public sealed class ExpandedConformanceTests
{
    /// <summary>Rounding of float32 constants such as 1/√2.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>What the definitions spell out, by the beginning of the case's name.</summary>
    private static readonly (string Prefix, string[] Operators)[] Spelled =
    [
        ("test_layer_normalization", ["LayerNormalization", "GroupNormalization", "InstanceNormalization"]),
        ("test_rms_normalization", ["RMSNormalization"]),
        ("test_group_normalization", ["GroupNormalization"]),
        ("test_mvn", ["MeanVarianceNormalization"]),
        ("test_gelu", ["Gelu"]),
        ("test_mish", ["Mish"]),
        ("test_hardswish", ["HardSwish"]),
        ("test_logsoftmax", ["LogSoftmax"]),
        ("test_softmax", ["Softmax"]),
        ("test_softplus", ["Softplus"]),
        ("test_softsign", ["Softsign"]),
        ("test_selu", ["Selu"]),
        ("test_celu", ["Celu", "Elu"]),
        ("test_elu", ["Elu"]),
        ("test_thresholdedrelu", []),
        ("test_leakyrelu", []),
        ("test_relu", []),
        ("test_shrink_hard", []),
        ("test_shrink", ["Shrink"]),
        ("test_reduce_log_sum_exp", ["ReduceLogSumExp"]),
        ("test_reduce_l2", []),
    ];

    public static TheoryData<string> Cases
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var name in ConformanceSuite.Cases.Keys.Where(k => k.Contains("_expanded", StringComparison.Ordinal) && Find(k) is not null))
                data.Add(name);
            if (data.Count == 0)
                data.Add(string.Empty);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_definition_in_smaller_operators_becomes_one_node(string name)
    {
        var test = ConformanceSuite.Require(name);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        test.ExtractModel(folder.File("model.onnx"));
        using var model = OnnxImporter.Load(folder.File("model.onnx"), new OnnxImportOptions(Precision: OnnxPrecision.Double, ExplainLogits: false) { Passes = [] });
        var inputs = test.ReadDataSets()[0].Inputs.Select(x => x.is_floating_point() ? x.to_type(ScalarType.Float64) : x).ToArray();
        Assert.SkipWhen(inputs[0].numel() < 2, "Nothing to normalise: fewer than two elements.");
        using var network = WithConstants(model.Network, inputs);

        using var fused = NetworkPasses.Standard(network);

        PassTesting.SameOutput(network, fused, inputs[0], Tolerance);
        var operators = Find(name)!;
        var biased = FusionTesting.BiasBearing(fused);
        Assert.True(biased.Count <= 1, $"{string.Join(", ", biased)} remain.");
        Assert.All(biased, n => Assert.Contains(n.Operator.Name, operators));
        Assert.Equal(operators.Length > 0, biased.Count == 1);
    }

    private static string[]? Find(string name) =>
        Spelled.Where(s => name.Contains($"/{s.Prefix}", StringComparison.Ordinal)).Select(s => s.Operators).FirstOrDefault();

    /// <summary>The case as it occurs in a network: its first input is an activation, the others are trained constants.</summary>
    private static Network WithConstants(Network network, Tensor[] inputs)
    {
        var parameters = network.ShareParameters();
        foreach (var (input, value) in network.Inputs.Zip(inputs).Skip(1))
            parameters.Add(input.Name, value.clone());
        return new Network(network.Nodes, parameters, [network.Inputs[0]], network.Outputs.Take(1).ToList());
    }
}
