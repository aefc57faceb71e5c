using System.Globalization;
using Salience.Attribution;
using Salience.Cli.Methods;
using Salience.Cli.Models;
using static TorchSharp.torch;

namespace Salience.Cli.Comparing;

/// <summary>The methods of a comparison: those asked for, or every one that applies, the costly ones with fewer samples.</summary>
internal static class ComparedMethods
{
    private const int Masks = 500;
    private const int WindowsAcross = 8;

    /// <summary>Every method of the catalogue.</summary>
    /// <param name="session">The model.</param>
    /// <param name="options">Settings that options set.</param>
    /// <param name="batch">Most images in one pass.</param>
    /// <param name="image">An input <c>(N, …)</c>; windows follow its size.</param>
    /// <returns>The methods that apply, disposed by the caller, and the others with the reason.</returns>
    public static (BoundMethods Methods, IReadOnlyList<LeftOutRecord> LeftOut) All(ModelSession session, MethodOptions options, int? batch, Tensor image)
    {
        var choices = new List<MethodChoice>();
        var leftOut = new List<LeftOutRecord>();
        foreach (var entry in AttributionMethods.All)
        {
            var choice = MethodChoices.Of(entry, Economical(entry, image), options);
            using var method = choice.Bind(session.Network, 1);
            if (method.Refuses is { } reason)
                leftOut.Add(new LeftOutRecord(choice.Name, reason));
            else
                choices.Add(choice);
        }

        return (BoundMethods.Of(choices, session, batch), leftOut);
    }

    /// <summary>Settings that bound the cost of a method to some hundred passes; by the names of its settings.</summary>
    public static IReadOnlyDictionary<string, string> Economical(AttributionMethodEntry entry, Tensor image)
    {
        var settings = new Dictionary<string, string>();
        if (entry.Keys.Contains("masks"))
            settings["masks"] = Text(Masks);
        if (entry.Keys.Contains("window") && entry.Keys.Contains("stride"))
        {
            var window = (int)Math.Max(1, Math.Min(image.shape[^1], image.shape[^2]) / WindowsAcross);
            (settings["window"], settings["stride"]) = (Text(window), Text(Math.Max(1, window / 2)));
        }

        return settings;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
