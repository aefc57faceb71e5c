using Salience.Onnx;

namespace Salience.Cli.BuiltIn;

/// <summary>Reads what is written after <c>--model</c>: a file, or <c>builtin</c>.</summary>
internal static class ModelSource
{
    /// <summary>Imports the model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxFormatException">The file is not an ONNX model, is damaged or contradicts itself.</exception>
    /// <exception cref="UnsupportedOperatorException">The model uses operators that are not supported.</exception>
    public static OnnxModel Load(string model, OnnxImportOptions options)
    {
        if (!BuiltInContent.IsName(model))
            return OnnxImporter.Load(model, options);
        using var stream = BuiltInContent.OpenModel();
        return OnnxImporter.Load(stream, model, options);
    }

    /// <summary>Describes the model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxFormatException">The file is not an ONNX model, is damaged or contradicts itself.</exception>
    public static OnnxInspection Inspect(string model)
    {
        if (!BuiltInContent.IsName(model))
            return OnnxImporter.Inspect(model);
        using var stream = BuiltInContent.OpenModel();
        return OnnxImporter.Inspect(stream, model);
    }
}
