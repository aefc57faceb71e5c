using Salience.Onnx.Export;
using Salience.Operators;

namespace Salience.Tests.Onnx.Export;

/// <summary>Which operators can be written.</summary>
public class WriterRegistryTests
{
    [Fact]
    public void Every_operator_of_the_library_has_a_writer()
    {
        // A TorchSharp module has no form in ONNX; operators that explanations make for themselves never stand in a network.
        string[] own = ["Salience.Attribution", "Salience.PostProcessing"];
        var operators = typeof(Operator).Assembly.GetTypes().Where(
            t => t.IsAssignableTo(typeof(Operator)) && !t.IsAbstract && t.Name != "ModuleOperator" && !own.Any(n => t.Namespace!.StartsWith(n, StringComparison.Ordinal)));

        Assert.Empty(operators.Except(WriterRegistry.Default.Registered).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_writers_for_one_operator_are_an_error()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => new WriterRegistry([typeof(First), typeof(Second)]));

        Assert.Contains("Relu", failure.Message, StringComparison.Ordinal);
    }

    private static class First
    {
        [OperatorWriter]
        internal static void Write(Relu op, ExportContext c) => c.Emit("Relu");
    }

    private static class Second
    {
        [OperatorWriter(typeof(Relu))]
        internal static void Write(Operator op, ExportContext c) => c.Emit(op.Name);
    }
}
