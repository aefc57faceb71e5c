using System.CommandLine;
using Salience.Cli.Failures;
using Salience.Cli.Terminal;
using Salience.Evaluation.Datasets.Download;

namespace Salience.Cli.Data;

/// <summary><c>salience data get</c>: downloads the official files of a data set.</summary>
internal static class GetCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = $"The data set: {Names()}." };
        var folder = new Option<string>("--to") { HelpName = "DIR", Description = "Folder for the files; made if it is missing.", Required = true };
        var mirror = new Option<string?>("--mirror") { HelpName = "URL", Description = "Folder on another server that holds the files under their official names." };
        var command = new Command("get", "Download the official files of a data set: resumed where they broke off, checksums verified.") { name, folder, mirror };
        command.SetAction(result => Run(context, Choose(result.GetValue(name)!, result.GetValue(mirror)), result.GetValue(folder)!));
        return command;
    }

    /// <summary>Downloads and says what is there.</summary>
    /// <returns>0; failures are thrown.</returns>
    public static int Run(CommandContext context, DatasetSource source, string folder)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("salience");
        var downloader = new DatasetDownloader(http);
        DownloadDisplay.Run(context, progress => downloader.DownloadAsync(source, folder, progress, context.Cancellation).GetAwaiter().GetResult());
        context.Out.WriteLine($"{source.Name}: complete in {folder}");
        return ExitCode.Success;
    }

    private static DatasetSource Choose(string name, string? mirror)
    {
        var source = DatasetSource.All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"There is no data set '{name}' to download; use {Names()}.");
        if (mirror is null)
            return source;
        if (!Uri.TryCreate(mirror, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"--mirror '{mirror}' is no address; give one such as https://example.org/{source.Name}.");
        return source.At(address);
    }

    private static string Names() => string.Join(", ", DatasetSource.All.Select(s => s.Name));
}
