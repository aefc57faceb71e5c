namespace Salience.Cli.Terminal;

/// <summary>Shows how far a run over many inputs has come.</summary>
internal interface IRunProgress
{
    /// <summary>One more input is finished, well or not.</summary>
    /// <param name="line">What became of it, in one line.</param>
    void Finished(string line);

    /// <summary>Work goes on between two inputs.</summary>
    /// <param name="inputs">How many more inputs the work done since the last one amounts to; may be a fraction.</param>
    /// <param name="what">What is being done, in one line.</param>
    /// <param name="share">How much of that is done, from 0 to 1.</param>
    void Within(double inputs, string what, double share);

    /// <summary>Says something that is not progress: a warning, a failure.</summary>
    void Say(string line);
}
