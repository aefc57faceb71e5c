using System.Runtime.InteropServices;
using Salience.Onnx;

namespace Salience.Cli.Failures;

/// <summary>The failures that are the world's and not a defect of this program, and how each is told in one line.</summary>
internal static class KnownFailure
{
    /// <summary>Whether whoever runs the tool wants stack traces.</summary>
    public static bool ShowsTrace => Environment.GetEnvironmentVariable("SALIENCE_DEBUG") == "1";

    /// <summary>Whether a failure is reported in one line; any other is a defect and keeps its stack trace.</summary>
    public static bool Is(Exception failure) =>
        failure is UsageException or ModelException or InvalidDataException or ArgumentException or IOException or UnauthorizedAccessException
            or OperationCanceledException or InvalidOperationException or NotSupportedException or UnsupportedOperatorException or OutOfMemoryException or ExternalException or ArithmeticException
        || IsNativeLoad(failure);

    /// <summary>Whether a native library could not be loaded.</summary>
    public static bool IsNativeLoad(Exception failure) =>
        failure is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
        || failure is TypeInitializationException { InnerException: { } inner } && (inner is NotSupportedException || IsNativeLoad(inner));

    /// <summary>Whether a failure is about one file; wrong usage, cancellation and missing native libraries end the whole run.</summary>
    public static bool IsOfInput(Exception failure) =>
        Is(failure) && !IsNativeLoad(failure) && failure is not (UsageException or ModelException or OperationCanceledException);

    /// <summary>What the shell is told.</summary>
    public static int ExitCode(Exception failure) => failure switch
    {
        OperationCanceledException => Cli.ExitCode.Cancelled,
        UsageException => Cli.ExitCode.Usage,
        ModelException => Cli.ExitCode.Model,
        _ => Cli.ExitCode.Failed,
    };

    /// <summary>The failure in one line, beginning with the file it is about.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="file">The file at hand, or <see langword="null"/>.</param>
    public static string Describe(Exception failure, string? file = null)
    {
        var text = OneLine(Text(failure));
        return file is null || text.Contains(file, StringComparison.Ordinal) ? text : $"{file}: {text}";
    }

    /// <summary>The lines of a system's message as one line, without those that only repeat it for other paths.</summary>
    public static string FirstLines(string message)
    {
        const int longest = 400;
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var text = string.Join(" ", lines.Distinct());
        return text.Length > longest ? string.Concat(text.AsSpan(0, longest), "…") : text;
    }

    private static string Text(Exception failure) => failure switch
    {
        OperationCanceledException => "cancelled.",
        // The library's own messages already name file, value and remedy; the framework appends a parameter name nobody typed.
        ArgumentException { ParamName: { } parameter } argument => argument.Message.Replace($" (Parameter '{parameter}')", string.Empty, StringComparison.Ordinal),
        OutOfMemoryException => "memory ran out; use --batch 1, --precision single or a smaller --crop.",
        ExternalException { Message: var message } when message.Contains("allocate memory", StringComparison.Ordinal) =>
            "memory ran out; use --batch 1, --precision single or a smaller --crop.",
        _ when IsNativeLoad(failure) => $"a native library does not load ({(failure.InnerException ?? failure).Message}); run 'salience doctor' for the remedy.",
        _ => failure.Message,
    };

    // libtorch appends its own stack frames after the first line.
    private static string OneLine(string text)
    {
        var first = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault("failed without a message.");
        return new string([.. first.Where(c => !char.IsControl(c))]);
    }
}
