using System.CommandLine;
using Salience.Cli.Terminal;

namespace Salience.Cli.Data;

/// <summary><c>salience data</c>: data sets.</summary>
internal static class DataCommand
{
    /// <summary>The command and those below it.</summary>
    public static Command Define(CommandContext context) => new("data", "Get data sets.") { GetCommand.Define(context) };
}
