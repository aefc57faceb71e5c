using Salience.Cli;

namespace Salience.Tests.Cli;

/// <summary>One run of the tool in this process.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CliRun(int Code, string Out, string Error)
{
    /// <summary>The lines of standard error.</summary>
    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs the tool.</summary>
    public static CliRun Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return new CliRun(CommandLine.Run(args, output, error, TestContext.Current.CancellationToken), output.ToString(), error.ToString());
    }

    /// <summary>Asserts that the run failed with one line that names every one of the words and shows no stack trace.</summary>
    public void AssertFailsWith(int code, params string[] words)
    {
        Assert.Equal(code, Code);
        Assert.Single(ErrorLines);
        Assert.StartsWith("salience: ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
    }
}
