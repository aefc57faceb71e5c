using System.Security.Cryptography;
using Salience.Evaluation.Datasets;

namespace Salience.Tests.Evaluation.Datasets;

/// <summary>MNIST and the selection of CIFAR-10 as others read them: checksums of all pixels, histograms and first labels were taken with Python.</summary>
public class SharedDataTests
{
    [Theory]
    [InlineData(Split.Train, "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
        "5 0 4 1 9 2 1 3 1 4", "5923 6742 5958 6131 5842 5421 5918 6265 5851 5949")]
    [InlineData(Split.Test, "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
        "7 2 1 0 4 1 4 9 5 9", "980 1135 1032 1010 982 892 958 1028 974 1009")]
    public void Mnist_holds_the_known_pictures_and_labels(Split split, string pixels, string first, string histogram) =>
        AssertHolds(Mnist.Open(TestData.Require("data/mnist"), split), pixels, first, histogram);

    [Theory]
    [InlineData(Split.Train, "d42d9eda4e4e1cc62996dc78a07d91fcb76a32c0107ff7a800d24e43fe4a90ac",
        "0 1 2 3 4 5 6 7 8 9", "2000 2000 2000 2000 2000 2000 2000 2000 2000 2000")]
    [InlineData(Split.Test, "4106c74f1144312c0a131d6beb4dcba4f6fd7898aa17093a7fff9a1c28af6849",
        "0 1 2 3 4 5 6 7 8 9", "500 500 500 500 500 500 500 500 500 500")]
    public void Cifar_10_holds_the_known_pictures_and_labels(Split split, string pixels, string first, string histogram) =>
        AssertHolds(Cifar10.Open(TestData.Require("data/cifar10"), split), pixels, first, histogram);

    private static void AssertHolds(ImageDataset dataset, string pixels, string first, string histogram)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counts = new int[10];
        var image = new byte[dataset.Shape.Length];
        for (var i = 0; i < dataset.Count; i++)
        {
            dataset.Read(i, image);
            hash.AppendData(image);
            counts[dataset.LabelOf(i)]++;
        }

        Assert.Equal(pixels, Convert.ToHexStringLower(hash.GetHashAndReset()));
        Assert.Equal(histogram, string.Join(' ', counts));
        Assert.Equal(first, string.Join(' ', Enumerable.Range(0, 10).Select(dataset.LabelOf)));
    }
}
