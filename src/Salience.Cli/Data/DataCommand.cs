using System.CommandLine;
using Salience.Cli.Terminal;

namespace Salience.Cli.Data;

/// <summary><c>salience data</c>: pictures to train and test with.</summary>
internal static class DataCommand
{
    /// <summary>The command with everything below it.</summary>
    public static Command Define(CommandContext context) => new("data", "Get data sets, or make pictures with known truth, to train and test networks with.")
    {
        GetCommand.Define(context),
        GlyphsCommand.Define(context),
    };
}
