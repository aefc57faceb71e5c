using Salience.Cli.Failures;
using Salience.Files;

namespace Salience.Cli.Explaining;

/// <summary>The folder that results go to.</summary>
internal static class ResultFolder
{
    /// <summary>The folder that results go to unless <c>--out</c> names another.</summary>
    public const string DefaultName = "salience-out";

    /// <summary>Makes the folder and tries to write in it, before any work is done.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="option">The option that named it.</param>
    /// <exception cref="IOException">It cannot be made or written; the message names it.</exception>
    public static void Prepare(string folder, string option = "--out")
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Create(Path.Combine(folder, "probe")).Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{folder}: results cannot be written there ({KnownFailure.Describe(failure).TrimEnd('.')}); choose another folder with {option}.", failure);
        }
    }
}
