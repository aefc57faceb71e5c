using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Salience.Cli.Comparing;

namespace Salience.Cli.Records;

/// <summary>Records as JSON: camel case, indented, the same on every machine.</summary>
internal static class JsonFormat
{
    /// <summary>How each record is written.</summary>
    public static JsonTypes Types { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Paths, names and formulas stay legible; the text is never put into a web page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteDoubleConverter() },
    });

    /// <summary>A record as text.</summary>
    public static string Write<T>(T record, JsonTypeInfo<T> type) => JsonSerializer.Serialize(record, type);
}

/// <summary>The records, prepared at compile time: reflection over them would cost start-up time.</summary>
[JsonSerializable(typeof(IReadOnlyList<ExplanationRecord>))]
[JsonSerializable(typeof(IReadOnlyList<AccountRecord>))]
[JsonSerializable(typeof(ComparisonRecord))]
[JsonSerializable(typeof(InspectionRecord))]
[JsonSerializable(typeof(MethodsRecord))]
[JsonSerializable(typeof(IReadOnlyList<CheckRecord>))]
[JsonSerializable(typeof(TrainRecord))]
[JsonSerializable(typeof(IReadOnlyList<ArchitectureRecord>))]
internal sealed partial class JsonTypes : JsonSerializerContext;
