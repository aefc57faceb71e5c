using Salience.Cli.Failures;
using Spectre.Console;

namespace Salience.Cli.Terminal;

/// <summary>What a command has of the outside: two streams and the wish to stop.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress, warnings, failures.</param>
/// <param name="Cancellation">Cancelled when the user wants to stop.</param>
internal sealed record CommandContext(TextWriter Out, TextWriter Error, CancellationToken Cancellation)
{
    // Wide enough that tables in files and pipes are not folded.
    private const int PlainWidth = 220;

    /// <summary>Whether a person sees standard error at once, so that a progress bar can be drawn there.</summary>
    public bool ErrorIsTerminal => ReferenceEquals(Error, Console.Error) && !Console.IsErrorRedirected;

    private bool OutIsTerminal => ReferenceEquals(Out, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>Reports a failure in one line.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="file">The file at hand, or <see langword="null"/>.</param>
    /// <returns>The exit code for it.</returns>
    public int Fail(Exception failure, string? file = null)
    {
        Error.WriteLine($"salience: {KnownFailure.Describe(failure, file)}");
        if (KnownFailure.ShowsTrace)
            Error.WriteLine(failure);
        return KnownFailure.ExitCode(failure);
    }

    /// <summary>Says something that does not stop the work.</summary>
    public void Warn(string message) => Error.WriteLine($"salience: {message}");

    /// <summary>A console for tables on standard output.</summary>
    public IAnsiConsole OutConsole() => Open(Out, OutIsTerminal);

    /// <summary>A console for the progress bar on standard error.</summary>
    public IAnsiConsole ErrorConsole() => Open(Error, ErrorIsTerminal);

    private static IAnsiConsole Open(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
            console.Profile.Width = PlainWidth;
        return console;
    }
}
