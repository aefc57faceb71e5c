using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Salience.Onnx.Format;
using static TorchSharp.torch;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Salience.Tests.OnnxRuntime;

/// <summary>Runs a model in ONNX Runtime, without its graph optimisations, on tensors of libtorch.</summary>
internal sealed class RuntimeSession : IDisposable
{
    private readonly SessionOptions _options = new()
    {
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        IntraOpNumThreads = 1,
    };

    private readonly InferenceSession _session;

    public RuntimeSession(byte[] model) => _session = new InferenceSession(model, _options);

    public RuntimeSession(string path) => _session = new InferenceSession(path, _options);

    /// <summary>Name, type and sizes (-1 where open) of the only input.</summary>
    public (string Name, TensorElementType Type, long[] Shape) Input
    {
        get
        {
            var (name, data) = Assert.Single(_session.InputMetadata);
            return (name, data.ElementDataType, [.. data.Dimensions.Select(d => (long)d)]);
        }
    }

    /// <summary>The wanted outputs.</summary>
    public Dictionary<string, Tensor> Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyList<string> outputs)
    {
        using var run = new RunOptions();
        using var results = _session.Run(run, inputs, outputs);
        return outputs.Zip(results).ToDictionary(p => p.First, p => Read(p.Second));
    }

    /// <summary>A tensor of a case for ONNX Runtime.</summary>
    public static OrtValue Value(CaseTensor tensor) => Value((TensorElementType)tensor.Type, tensor.Shape, tensor.Bytes());

    /// <summary>A tensor for ONNX Runtime in any type; unsigned types of more than 8 bits are signed ones of libtorch.</summary>
    public static OrtValue Value(Tensor x, TensorElementType type)
    {
        using var scope = NewDisposeScope();
        return Value(type, x.shape, type switch
        {
            _ when x.numel() == 0 => [],
            TensorElementType.UInt16 => Unsigned(x, v => (ushort)v),
            TensorElementType.UInt32 => Unsigned(x, v => (uint)v),
            TensorElementType.UInt64 => Unsigned(x, v => (ulong)v),
            _ => x.to_type(ElementType.Find((int)type)!.Torch).contiguous().bytes.ToArray(),
        });
    }

    /// <summary>Types of all inputs by name.</summary>
    public Dictionary<string, TensorElementType> InputTypes => _session.InputMetadata.ToDictionary(i => i.Key, i => i.Value.ElementDataType);

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private static OrtValue Value(TensorElementType type, long[] shape, byte[] bytes)
    {
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, shape);
        if (bytes.Length > 0)
            bytes.CopyTo(MemoryMarshal.AsBytes(value.GetTensorMutableRawData()));
        return value;
    }

    private static byte[] Unsigned<T>(Tensor x, Func<long, T> convert)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(x.to_type(ScalarType.Int64).contiguous().data<long>().Select(convert).ToArray()).ToArray();

    private static Tensor Read(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        var (type, shape) = (info.ElementDataType, info.Shape);
        return type switch
        {
            TensorElementType.Float => tensor(value.GetTensorDataAsSpan<float>().ToArray(), shape),
            TensorElementType.Double => tensor(value.GetTensorDataAsSpan<double>().ToArray(), shape),
            TensorElementType.Float16 => tensor(value.GetTensorDataAsSpan<Float16>().ToArray().Select(v => v.ToFloat()).ToArray(), shape).to_type(ScalarType.Float16),
            TensorElementType.BFloat16 => tensor(value.GetTensorDataAsSpan<BFloat16>().ToArray().Select(v => v.ToFloat()).ToArray(), shape).to_type(ScalarType.BFloat16),
            TensorElementType.Int8 => tensor(value.GetTensorDataAsSpan<sbyte>().ToArray(), shape),
            TensorElementType.Int16 => tensor(value.GetTensorDataAsSpan<short>().ToArray(), shape),
            TensorElementType.Int32 => tensor(value.GetTensorDataAsSpan<int>().ToArray(), shape),
            TensorElementType.Int64 => tensor(value.GetTensorDataAsSpan<long>().ToArray(), shape),
            TensorElementType.UInt8 => tensor(value.GetTensorDataAsSpan<byte>().ToArray(), shape),
            TensorElementType.UInt16 => tensor(value.GetTensorDataAsSpan<ushort>().ToArray().Select(v => (int)v).ToArray(), shape),
            TensorElementType.UInt32 => tensor(value.GetTensorDataAsSpan<uint>().ToArray().Select(v => (long)v).ToArray(), shape),
            TensorElementType.Bool => tensor(value.GetTensorDataAsSpan<bool>().ToArray(), shape),
            _ => throw new NotSupportedException($"Outputs of type {type} are not read."),
        };
    }
}
