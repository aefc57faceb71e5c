namespace Salience.Cli;

/// <summary>What the tool returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for was done and every residual is within tolerance.</summary>
    public const int Success = 0;

    /// <summary>An input failed, a residual is too large, a model is not fully supported or a check of the installation failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The model cannot be used.</summary>
    public const int Model = 3;

    /// <summary>Cancelled, as a shell reports an interrupted program.</summary>
    public const int Cancelled = 130;
}
