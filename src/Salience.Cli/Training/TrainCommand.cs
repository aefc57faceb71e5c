using System.CommandLine;
using Salience.Cli.Failures;
using Salience.Cli.Records;
using Salience.Cli.Terminal;

namespace Salience.Cli.Training;

/// <summary><c>salience train</c>: trains a network of the zoo and writes it as an ONNX model.</summary>
internal static class TrainCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var command = new Command("train", "Train a network on mnist, cifar10, cifar100, glyphs or a folder of pictures, and save it as an ONNX model.");
        var options = new TrainOptions(command);
        command.SetAction(result => Run(context, options.Read(result)));
        return command;
    }

    private static int Run(CommandContext context, TrainSettings settings)
    {
        using var run = TrainRun.Prepare(settings, context);
        TrainRecord record;
        try
        {
            record = run.Train(context);
        }
        catch (OperationCanceledException) when (File.Exists(settings.CheckpointFile))
        {
            context.Error.WriteLine($"salience: cancelled; {settings.CheckpointFile} holds what was done. The same command with --resume goes on.");
            return ExitCode.Cancelled;
        }

        if (settings.Json)
            context.Out.WriteLine(JsonFormat.Write(record, JsonFormat.Types.TrainRecord));
        else
            TrainSummary.Print(context, record);
        return ExitCode.Success;
    }
}
