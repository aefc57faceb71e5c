namespace Salience.Cli.Terminal;

/// <summary>Shows how far a run over many inputs has come.</summary>
internal interface IRunProgress
{
    /// <summary>One more input is finished, well or not.</summary>
    /// <param name="line">What became of it, in one line.</param>
    void Finished(string line);

    /// <summary>Says something that is not progress: a warning, a failure.</summary>
    void Say(string line);
}
