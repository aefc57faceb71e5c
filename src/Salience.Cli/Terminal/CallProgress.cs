namespace Salience.Cli.Terminal;

/// <summary>How far several calls of methods have come that together finish some inputs.</summary>
/// <param name="progress">The run.</param>
/// <param name="inputs">How many inputs the calls finish.</param>
/// <param name="calls">How many calls there are.</param>
internal sealed class CallProgress(IRunProgress progress, double inputs, int calls)
{
    private int _begun;

    /// <summary>The progress of the next call.</summary>
    /// <param name="what">What it does, in one line.</param>
    public IProgress<double> Begin(string what) => new Call(progress, inputs, calls, _begun++, what);

    private sealed class Call(IRunProgress progress, double inputs, int calls, int number, string what) : IProgress<double>
    {
        public void Report(double value) => progress.Within(inputs * (number + value) / calls, what, value);
    }
}
