namespace Salience.Cli.Records;

/// <summary>Parts of the output as fractions of it. The first four add up to <c>sum / output</c>.</summary>
/// <param name="Input">The input term.</param>
/// <param name="Explicit">Bias terms of constants.</param>
/// <param name="Implicit">Bias terms of nonlinearities.</param>
/// <param name="Mixed">Bias terms of both kinds in one, as LayerNormalization has.</param>
/// <param name="NotInPicture">What no map can show: fully-connected and global terms. Counted in the others, too.</param>
internal sealed record SharesRecord(double Input, double Explicit, double Implicit, double Mixed, double NotInPicture);
