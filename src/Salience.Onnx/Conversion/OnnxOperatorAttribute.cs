namespace Salience.Onnx.Conversion;

/// <summary>Says that a method converts an operator as it has been defined since a version.</summary>
/// <param name="name">Operator type.</param>
/// <param name="sinceVersion">A since-version of the operator; one attribute for every version with that meaning.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class OnnxOperatorAttribute(string name, params int[] sinceVersion) : Attribute
{
    /// <summary>Operator type.</summary>
    public string Name { get; } = name;

    /// <summary>Since-versions that the method converts.</summary>
    public IReadOnlyList<int> SinceVersions { get; } = sinceVersion;

    /// <summary>Operator domain, empty for the standard one.</summary>
    public string Domain { get; init; } = string.Empty;
}
