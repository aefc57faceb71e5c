using System.Globalization;
using Salience.Cli.Terminal;
using Salience.Evaluation.Datasets.Download;

namespace Salience.Cli.Data;

/// <summary>A line at every tenth of a file and for whatever happens, for logs and pipes.</summary>
internal sealed class DownloadLines(TextWriter error) : IProgress<DownloadProgress>
{
    private string? _file;
    private long _tenth;

    public void Report(DownloadProgress value)
    {
        var tenth = value.Length > 0 ? 10 * value.Received / value.Length : 10;
        var moved = _file == value.File && tenth > _tenth;
        if (value.Note is { } note)
            error.WriteLine($"{value.File}: {note}");
        else if (moved && tenth < 10)
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.File}: {10 * tenth} % of {Numbers.Bytes(value.Length)}"));
        (_file, _tenth) = (value.File, tenth);
    }
}
