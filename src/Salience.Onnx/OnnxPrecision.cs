namespace Salience.Onnx;

/// <summary>In which floating type an imported network computes.</summary>
public enum OnnxPrecision
{
    /// <summary>The model's own type, but float32 in place of float16 and bfloat16, which are too coarse for sums of many terms.</summary>
    Automatic,

    /// <summary>The model's own types, whatever they are.</summary>
    Keep,

    /// <summary>float32.</summary>
    Single,

    /// <summary>float64.</summary>
    Double,
}
