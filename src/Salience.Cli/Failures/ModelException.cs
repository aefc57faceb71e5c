namespace Salience.Cli.Failures;

/// <summary>The model cannot be used; the message names its file.</summary>
internal sealed class ModelException(string message, Exception? cause = null) : Exception(message, cause);
