using Salience.Evaluation.Training;
using Salience.Imaging;
using Salience.Networks;
using TorchSharp;
using static Salience.Tests.Networks.Training.TrainingNetworks;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Training;

[NoTensorLeaks]
public class AccuracyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Shares_and_losses_are_those_of_single_pictures(int batchSize)
    {
        using var network = Small(4);
        var data = new BarDataset(50, 3);
        var (correct, loss) = OneByOne(network, data, data.Normalization);

        var accuracy = Accuracy.Of(network, data, batchSize: batchSize);

        Assert.Equal(correct, accuracy.Correct);
        Assert.Equal(correct / 50.0, accuracy.Share);
        Assert.Equal(loss, accuracy.Loss, 1e-5);
        Assert.Equal(50, accuracy.Count);
    }

    [Fact]
    public void Another_normalisation_takes_the_place_of_the_data_sets_own()
    {
        using var network = Small(4);
        var data = new BarDataset(50, 3);

        Assert.Equal(OneByOne(network, data, Normalization.Inception).Loss, Accuracy.Of(network, data, Normalization.Inception).Loss, 1e-5);
    }

    [Fact]
    public void An_evaluation_can_be_cancelled()
    {
        using var network = Small(4);
        using var source = new CancellationTokenSource();
        var data = new BarDataset(50, 3, onRead: i => source.Cancel());

        Assert.Throws<OperationCanceledException>(() => Accuracy.Of(network, data, batchSize: 5, cancellation: source.Token));
    }

    private static (int Correct, double Loss) OneByOne(Network network, BarDataset data, Normalization normalization)
    {
        using var scope = NewDisposeScope();
        var (correct, loss) = (0, 0.0);
        var pixels = new byte[64];
        for (var i = 0; i < data.Count; i++)
        {
            data.Read(i, pixels);
            var values = pixels.Select(p => (float)((p / normalization.Divisor - normalization.Mean[0]) / normalization.Std[0])).ToArray();
            var logits = Numbers(network.Run(tensor(values).view(1, 1, 8, 8)));
            correct += Array.IndexOf(logits, logits.Max()) == data.LabelOf(i) ? 1 : 0;
            loss += Math.Log(logits.Sum(Math.Exp)) - logits[data.LabelOf(i)];
        }

        return (correct, loss / data.Count);
    }
}
