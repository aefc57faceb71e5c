using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Salience.Cli;

/// <summary><c>--version</c>: the version of this assembly, whatever program hosts it.</summary>
internal static class VersionReport
{
    /// <summary>The version without the source revision.</summary>
    public static string Version { get; } =
        typeof(VersionReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The option.</summary>
    public static Option Option() => new VersionOption { Action = new Print() };

    private sealed class Print : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Version);
            return ExitCode.Success;
        }
    }
}
