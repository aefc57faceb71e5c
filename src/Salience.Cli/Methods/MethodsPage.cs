using System.Text;
using Salience.Attribution;
using Salience.Cli.Records;

namespace Salience.Cli.Methods;

/// <summary>The page docs/methods.md, made of what the methods say of themselves.</summary>
internal static class MethodsPage
{
    /// <summary>The page.</summary>
    public static string Write()
    {
        var catalogue = MethodCatalogue.Read(name: null, network: null);
        var page = new StringBuilder();
        page.Append("""
            # Methods

            Made by `salience methods --markdown > docs/methods.md` from what the methods say of themselves; a test compares.

            A method is asked for by its name, settings after a colon: `salience explain photo.jpg --model FILE.onnx --method integrated-gradients:steps=64,rule=midpoint`.
            `salience methods NAME` prints its part of this page, `salience methods --model FILE.onnx` says which methods apply to a network. In code:
            `AttributionMethods.Create("integrated-gradients:steps=64", network)`, or the class of the method.

            F is a forward and B a backward pass for one image and target.


            """);
        page.Append("| method | what it shows | cost |\n|---|---|---|\n");
        foreach (var m in catalogue.Methods)
            page.Append($"| `{m.Name}` | {Cell(m.Summary)} | {Cell(m.Cost)} |\n");
        Axioms(page, catalogue.Methods);
        foreach (var m in catalogue.Methods)
            Section(page, m);
        page.Append("\n## Presets of fullgrad\n\nWhat `fullgrad:preset=NAME` and `--preset NAME` choose.\n\n| preset | formula | source |\n|---|---|---|\n");
        foreach (var p in catalogue.Presets)
            page.Append($"| `{p.Name}` | {Cell(p.Formula)} | {Cell(p.Source)} |\n");
        return page.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>What an axiom asks for, in one sentence.</summary>
    public static string Meaning(Axiom axiom) => axiom switch
    {
        Axiom.Completeness => "the attributions (with the bias terms, where the method has them) add up to f(x), or to f(x) − f(x₀) for a reference x₀",
        Axiom.ImplementationInvariance => "two networks that compute the same function get the same attributions",
        Axiom.Sensitivity => "an input in which alone image and reference differ, and with which the output changes, gets an attribution other than zero",
        Axiom.NullPlayer => "an input that the output does not depend on gets zero",
        Axiom.Linearity => "the attributions of a sum of outputs are the sum of their attributions",
        Axiom.WeakDependence => "within a linear region of the network the attributions depend on the region's linear function (and x) only",
        Axiom.ClassSensitivity => "attributions change with the network's last layers: maps of two classes differ",
        _ => throw new ArgumentOutOfRangeException(nameof(axiom), axiom, "This axiom has no sentence yet."),
    };

    private static void Axioms(StringBuilder page, IReadOnlyList<MethodRecord> methods)
    {
        var axioms = Enum.GetValues<Axiom>();
        page.Append("\n## Axioms\n\nWhat holds by construction, on every network that the method supports.\n\n");
        foreach (var axiom in axioms)
            page.Append($"* **{MethodCatalogue.Word(axiom)}**: {Meaning(axiom)}.\n");
        page.Append($"\n| method | {string.Join(" | ", axioms.Select(MethodCatalogue.Word))} |\n|---|{string.Concat(axioms.Select(_ => "---|"))}\n");
        foreach (var m in methods)
            page.Append($"| `{m.Name}` | {string.Join(" | ", axioms.Select(a => m.Axioms.Contains(MethodCatalogue.Word(a)) ? "✓" : " "))} |\n");
    }

    private static void Section(StringBuilder page, MethodRecord m)
    {
        page.Append($"\n## {m.Name}\n\n{m.Summary}\n\n    {m.Formula}\n\n");
        page.Append($"* **source**: {m.Source}\n* **cost**: {m.Cost}\n* **axioms**: {(m.Axioms.Count > 0 ? string.Join(", ", m.Axioms) : "none")}\n* **explains**: {m.Support}\n");
        if (m.Settings.Count == 0)
            return;
        page.Append("\n| setting | values | default |\n|---|---|---|\n");
        foreach (var s in m.Settings)
            page.Append($"| `{s.Name}` | {Cell(s.Values)} | {(s.Default is { } value ? $"`{value}`" : "chosen for the network")} |\n");
    }

    /// <summary>Text that does not end a cell of a table.</summary>
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
