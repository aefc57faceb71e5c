namespace Salience.Onnx.Export;

/// <summary>
/// Says that a method <c>static void Name(TOperator operation, ExportContext c)</c> writes an operator: its first parameter's type, or each of the
/// types listed where one method writes several.
/// </summary>
/// <param name="operators">Operator types; empty for that of the first parameter.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperatorWriterAttribute(params Type[] operators) : Attribute
{
    /// <summary>Operator types; empty for that of the method's first parameter.</summary>
    public IReadOnlyList<Type> Operators { get; } = operators;
}
