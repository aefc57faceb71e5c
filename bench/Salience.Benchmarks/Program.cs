using System.Globalization;
using Salience.Benchmarks;
using Salience.Benchmarks.Curves;
using Salience.Benchmarks.Methods;
using Salience.Benchmarks.Training;

try
{
    return args switch
    {
        ["ratios", .. var options] => Ratios.Run(RatioOptions.Parse(options)),
        ["methods", .. var options] => MethodRatios.Run(MethodOptions.Parse(options)),
        ["training", .. var options] => TrainingRatios.Run(TrainingOptions.Parse(options)),
        ["curves", .. var options] => CurveRatios.Run(CurveOptions.Parse(options)),
        [PeakMemory.Command, var network, var batch, var pass] => PeakMemory.Run(network, int.Parse(batch, CultureInfo.InvariantCulture), pass),
        _ => throw new ArgumentException($"Usage: {RatioOptions.Usage}, {MethodOptions.Usage}, {TrainingOptions.Usage} or {CurveOptions.Usage}"),
    };
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
