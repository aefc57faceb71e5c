namespace Salience.Networks.Passes;

/// <summary>The operators that formulas are spelled with, by ONNX name: they carry no trained weights of their own.</summary>
internal static class FormulaOperators
{
    /// <summary>Each output element is a function of the input elements at its place.</summary>
    public static readonly IReadOnlySet<string> Elementwise = new HashSet<string>
    {
        "Abs", "Neg", "Exp", "Log", "Sqrt", "Reciprocal", "Erf", "Pow", "Sign", "Floor", "Ceil", "Round", "Mod",
        "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh",
        "Add", "Sub", "Mul", "Div", "Sum", "Mean", "Max", "Min", "Where", "Clip", "PRelu",
        "Relu", "LeakyRelu", "ThresholdedRelu", "Shrink", "Elu", "Selu", "Celu", "Sigmoid", "HardSigmoid", "Tanh", "Softplus", "Softsign",
        "Swish", "HardSwish", "Mish", "Gelu", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal", "Not", "And", "Or", "Xor",
        "Cast", "CastLike", "Identity", "Dropout",
    };

    /// <summary>Sums, means, extremes and norms over axes or windows, and the functions made of them.</summary>
    public static readonly IReadOnlySet<string> Reducing = new HashSet<string>
    {
        "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp",
        "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "AveragePool", "MaxPool", "LpPool", "CumSum",
        "Softmax", "LogSoftmax", "LpNormalization", "LRN", "MeanVarianceNormalization",
    };

    /// <summary>Normalisations with a trained scale and shift: part of a formula only where the whole is a normalisation again.</summary>
    public static readonly IReadOnlySet<string> Normalizing = new HashSet<string>
    {
        "LayerNormalization", "RMSNormalization", "InstanceNormalization", "GroupNormalization",
    };

    /// <summary>Elements moved, repeated or padded.</summary>
    public static readonly IReadOnlySet<string> Moving = new HashSet<string>
    {
        "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Expand", "Tile", "Pad", "If",
    };

    /// <summary>Nonlinearities that rarely mean something alone; several in a row are one formula.</summary>
    public static readonly IReadOnlySet<string> Primitive = new HashSet<string>
    {
        "Exp", "Log", "Sqrt", "Reciprocal", "Erf", "Pow", "Mul", "Div", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp", "ReduceProd",
    };

    /// <summary>Operators that only add or choose between their inputs: no bias arises from joining two activations with them.</summary>
    public static readonly IReadOnlySet<string> Joining = new HashSet<string> { "Add", "Sub", "Sum", "Mean", "Max", "Min", "Where" };
}
