using Salience.Networks;
using Salience.Onnx;
using Salience.Operators;
using Salience.Tests.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Conformance;

/// <summary>Input terms plus bias give the output, in double precision, for every operator of the conformance suite on the suite's own inputs.</summary>
[NoTensorLeaks]
public class ConformanceIdentityTests
{
    public static TheoryData<string> Cases => ConformanceSuite.Rows;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Input_terms_and_bias_sum_to_the_output_of_each_operator(string name)
    {
        var test = ConformanceSuite.Require(name);
        Assert.SkipWhen(ConformanceSuite.ReasonAgainst(test) is not null, "The case is not supported.");
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        test.ExtractModel(folder.File("model.onnx"));
        using var model = OnnxImporter.Load(folder.File("model.onnx"), new OnnxImportOptions(Precision: OnnxPrecision.Double, ExplainLogits: false) { Passes = [] });
        var check = new IdentityObserver();
        foreach (var (inputs, _) in test.ReadDataSets())
        {
            var doubles = inputs.Select(x => x.is_floating_point() ? x.to_type(ScalarType.Float64).detach().requires_grad_() : x);
            var named = model.Info.Inputs.Select(i => i.Name).Zip(doubles).ToDictionary(p => p.First, p => p.Second);
            Execution.Run(model.Network, named, model.Network.Outputs, check, TestContext.Current.CancellationToken);
        }

        Assert.SkipWhen(check.Checked == 0, "No operator of this case is differentiable in a finite floating value.");
    }

    /// <summary>Checks each operator on the values that reach it; what depends differentiably on a floating input of the network is active.</summary>
    private sealed class IdentityObserver : IExecutionObserver
    {
        public int Checked { get; private set; }

        public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
        {
            var active = inputs.Select(x => x is { requires_grad: true }).ToArray();
            if (!active.Contains(true) || node.Operator.Kind == OperatorKind.NonDifferentiable)
                return;
            if (!inputs.Concat(outputs).All(IsFinite))
                return;
            OperatorIdentity.Check(node.Operator, [.. inputs], active);
            Checked++;
        }

        private static bool IsFinite(Tensor? x)
        {
            using var scope = NewDisposeScope();
            return x is null || !x.is_floating_point() || x.isfinite().all().ToBoolean();
        }
    }
}
