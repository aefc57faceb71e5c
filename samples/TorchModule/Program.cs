// dotnet run -c Release --project samples/TorchModule
using Salience.Attribution;
using Salience.Decomposition;
using Salience.Modules;
using TorchSharp;
using static TorchSharp.torch;

using var net = nn.Sequential(
    ("conv", nn.Conv2d(3, 8, 3, padding: 1)), ("act", nn.SiLU()), ("pool", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("fc", nn.Linear(8, 10)));
using var images = randn(2, 3, 32, 32);
using var fullGrad = new FullGrad(new TorchModule(net));
using var explanation = fullGrad.Explain(images, Target.ArgMax);
Console.WriteLine($"map ({string.Join(", ", explanation.Map.shape)}), largest value {explanation.Map.max().ToSingle():f3}");
foreach (var term in explanation.Completeness.Terms)
    Console.WriteLine($"{term.Node,-6} {term.Operator,-6} {term.Kind,-9} {term.Sums[0],9:f4}");
Console.WriteLine($"input {explanation.Completeness.InputTerms[0]:f4}; sum {explanation.Completeness.Sums[0]:f4} of output {explanation.Completeness.Outputs[0]:f4}");
