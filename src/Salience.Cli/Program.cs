using System.Runtime.InteropServices;
using Salience.Cli;

FreedMemory.Keep();

// Ctrl+C and a service's stop signal cancel; the work ends between two operators and finished results are kept.
using var cancellation = new CancellationTokenSource();
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return CommandLine.Run(args, Console.Out, Console.Error, cancellation.Token);
