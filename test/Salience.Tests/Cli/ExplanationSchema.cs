using System.Text.Json;

namespace Salience.Tests.Cli;

/// <summary>docs/explanations.schema.json, as far as tests need it: which fields there may be and which there must be.</summary>
internal static class ExplanationSchema
{
    private static readonly JsonElement Item =
        JsonElement.Parse(File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "docs", "explanations.schema.json"))).GetProperty("items");

    /// <summary>Every field that a record may have.</summary>
    public static IReadOnlySet<string> Fields { get; } = Item.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToHashSet();

    /// <summary>The fields of a record with terms, which those of other methods lack.</summary>
    public static IReadOnlySet<string> TermFields { get; } = Names(Item.GetProperty("then"));

    /// <summary>Asserts that a record has the fields that it must have, and no others than it may have.</summary>
    public static void Check(JsonElement record)
    {
        var fields = record.EnumerateObject().Select(p => p.Name).ToHashSet();
        Assert.Subset(Fields.ToHashSet(), fields);
        Assert.Superset(Names(Item), fields);
        if (record.GetProperty("method").GetString() == "fullgrad")
            Assert.Superset(TermFields.ToHashSet(), fields);
        else
            Assert.Empty(fields.Intersect(TermFields));
        if (record.TryGetProperty("account", out var account))
            Assert.Equal(Names(Item.GetProperty("properties").GetProperty("account")).Order(), account.EnumerateObject().Select(p => p.Name).Order());
    }

    private static HashSet<string> Names(JsonElement element) => [.. element.GetProperty("required").EnumerateArray().Select(p => p.GetString()!)];
}
