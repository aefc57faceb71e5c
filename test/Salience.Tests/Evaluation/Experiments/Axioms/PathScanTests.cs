using Salience.Evaluation.Experiments.Axioms;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Axioms;

[NoTensorLeaks]
public sealed class PathScanTests
{
    [Fact]
    public void A_jump_is_found_and_what_is_continuous_leaves_nothing()
    {
        // Item 0 jumps from 1 to 3 at 0.3, item 1 rises steeply but without a jump, item 2 is constant.
        var scans = PathScan.Run(
            places =>
            {
                double[] values = [places[0] < 0.3 ? 1 : 3, 1 + 5 * places[1] * places[1], 2];
                return (tensor(values, [3, 1, 1, 1]), [.. places.Select(t => 1 + t)]);
            },
            3, 8, 30);

        // Mean of the nine places at first: 3 times 1, 6 times 3.
        Assert.Equal(2 / (21 / 9.0), scans[0].Map, 1e-12);
        Assert.InRange(scans[1].Map, 0, 1e-7);
        Assert.Equal(0, scans[2].Map);
        Assert.All(scans, s => Assert.InRange(s.Output, 0, 1e-8));
    }

    [Fact]
    public void The_larger_of_two_jumps_is_followed_and_the_output_is_that_of_its_interval()
    {
        var scan = PathScan.Run(
            places => (tensor(new[] { (places[0] > 0.2 ? 1.0 : 0) + (places[0] > 0.77 ? 4 : 0) }, [1, 1, 1, 1]), [places[0] > 0.77 ? 2.0 : 0]), 1, 10, 20)[0];

        Assert.Equal(4 / ((3 * 0 + 5 * 1 + 3 * 5) / 11.0), scan.Map, 1e-12);
        Assert.Equal(2 / (3 * 2 / 11.0), scan.Output, 1e-12);
    }
}
