using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Spectre.Console;

namespace Salience.Cli.Methods;

/// <summary>The methods as tables.</summary>
internal static class MethodsReport
{
    /// <summary>A line for each method and preset; whether each applies, where a network was named.</summary>
    public static void PrintAll(CommandContext context, MethodsRecord report)
    {
        var console = context.OutConsole();
        var asked = report.Methods[0].Applies is not null;
        var methods = asked ? Tables.New("method", "applies", "what it shows") : Tables.New("method", "what it shows", "cost");
        foreach (var m in report.Methods)
            methods.AddPlainRow(asked ? [m.Name, m.Applies == true ? "yes" : "no", m.Reason ?? m.Summary] : [m.Name, m.Summary, m.Cost]);
        console.Write(methods);
        if (!asked)
        {
            var presets = Tables.New("preset of fullgrad", "formula", "source");
            foreach (var p in report.Presets)
                presets.AddPlainRow(p.Name, p.Formula, p.Source);
            console.Write(presets);
        }

        console.WriteLine("F: forward pass, B: backward pass. 'salience methods NAME' tells everything about one method.");
    }

    /// <summary>Everything about one method.</summary>
    public static void PrintOne(CommandContext context, MethodsRecord report)
    {
        var console = context.OutConsole();
        var m = report.Methods[0];
        console.WriteLine($"{m.Name}: {m.Summary}");
        var facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Fact(string key, string value) => facts.AddRow(new Text($"  {key}"), new Text(value));
        Fact("formula", m.Formula);
        Fact("source", m.Source);
        Fact("cost", m.Cost);
        Fact("axioms", m.Axioms.Count > 0 ? string.Join(", ", m.Axioms) : "none");
        Fact("explains", m.Support);
        if (m.Applies is { } applies)
            Fact("this network", applies ? "yes" : $"no: {m.Reason}");
        console.Write(facts);
        if (m.Settings.Count == 0)
            return;
        var settings = Tables.New("setting", "values", "default");
        foreach (var s in m.Settings)
            settings.AddPlainRow(s.Name, s.Values, s.Default ?? "chosen for the network");
        console.Write(settings);
        if (report.Presets.Count == 0)
            return;
        var presets = Tables.New("preset", "formula", "source");
        foreach (var p in report.Presets)
            presets.AddPlainRow(p.Name, p.Formula, p.Source);
        console.Write(presets);
    }
}
