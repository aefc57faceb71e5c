using System.Globalization;
using System.Text;
using Salience.Cli.Records;
using Salience.Evaluation.Experiments;
using Salience.Files;

namespace Salience.Cli.Evaluating;

/// <summary>Writes <c>localization.json</c> and <c>localization.csv</c>, one row for each scene and method.</summary>
internal static class LocalizationFiles
{
    private const string Header = "index,label,predicted,explained,chance,method,mass,rank_accuracy,pointing_game\n";

    /// <summary>Writes both files.</summary>
    public static void Write(string folder, LocalizationRecord record, LocalizationResult result)
    {
        var rows = new StringBuilder(Header);
        foreach (var method in result.Methods)
        {
            for (var i = 0; i < result.Images.Count; i++)
            {
                var image = result.Images[i];
                rows.Append(
                    CultureInfo.InvariantCulture,
                    $"{image.Index},{image.Label},{image.Predicted},{image.Explained},{image.Chance:r},{method.Name},{method.Mass.PerImage[i]:r},{method.RankAccuracy.PerImage[i]:r},{method.PointingGame.PerImage[i]:r}\n");
            }
        }

        Save(Path.Combine(folder, "localization.csv"), rows.ToString());
        Save(Path.Combine(folder, "localization.json"), JsonFormat.Write(record, JsonFormat.Types.LocalizationRecord) + "\n");
    }

    private static void Save(string path, string text)
    {
        using var file = AtomicFile.Create(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }
}
