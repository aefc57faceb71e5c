using Salience.Networks;
using Salience.Tests.Conformance;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.OnnxRuntime;

/// <summary>Compares an exported network in ONNX Runtime with the network itself.</summary>
internal static class RuntimeAgreement
{
    /// <summary>Of the largest output; half precision has 11 bits, bfloat16 has 8, and each side rounds once a step.</summary>
    private const double Relative = 1e-5;
    private const double RelativeInHalf = 2e-3;
    private const double RelativeInBrainHalf = 2e-2;

    /// <summary>Fails unless every output of the network is that of the file.</summary>
    public static void Check(Network network, string path, IReadOnlyDictionary<string, Tensor> inputs)
    {
        var wanted = network.Run(inputs);
        var actual = Run(path, inputs, [.. network.Outputs.Distinct()]);
        foreach (var (name, expected) in wanted)
        {
            var finite = expected.to_type(ScalarType.Float64).nan_to_num(0, 0, 0).abs();
            var largest = finite.numel() > 0 ? finite.max().ToDouble() : 0;
            TensorComparison.AssertEqual(expected, actual[name], name, largest * Tolerance(expected.dtype), relative: 0);
        }
    }

    /// <summary>The outputs of a file in ONNX Runtime.</summary>
    public static Dictionary<string, Tensor> Run(string path, IReadOnlyDictionary<string, Tensor> inputs, string[] outputs)
    {
        using var session = new RuntimeSession(path);
        var values = session.InputTypes.ToDictionary(i => i.Key, i => RuntimeSession.Value(inputs[i.Key], i.Value));
        try
        {
            return session.Run(values, outputs);
        }
        finally
        {
            foreach (var value in values.Values)
                value.Dispose();
        }
    }

    private static double Tolerance(ScalarType type) => type switch
    {
        ScalarType.Float16 => RelativeInHalf,
        ScalarType.BFloat16 => RelativeInBrainHalf,
        _ => Relative,
    };
}
