using System.Text.Json;
using Salience.Cli.Inspecting;

namespace Salience.Tests.Cli;

/// <summary>A training record as <c>salience inspect</c> tells it.</summary>
public class TrainingSummaryTests
{
    [Fact]
    public void A_record_of_the_trainer_becomes_one_sentence() =>
        Assert.Equal(
            "2 epochs of sgd over cifar10/train (20,000 pictures), seed 7; accuracy 80.66% on cifar10/test (5,000 pictures)",
            Of("""{"settings":{"optimizer":"sgd","seed":7},"data":{"name":"cifar10/train","count":20000},"test":{"name":"cifar10/test","count":5000},"epochs":[{},{}],"accuracy":0.8066}"""));

    [Fact]
    public void Without_test_data_the_accuracy_is_that_of_the_training() =>
        Assert.Equal(
            "1 epoch of adam over own (12 pictures), seed 0; accuracy 100.00% in training",
            Of("""{"settings":{"optimizer":"adam","seed":0},"data":{"name":"own","count":12},"test":null,"epochs":[{}],"accuracy":1}"""));

    [Theory]
    [InlineData("""{"note":"by hand"}""")]
    [InlineData("\"trained elsewhere\"")]
    [InlineData("""{"settings":{"optimizer":"sgd","seed":7},"data":"own","epochs":[],"accuracy":1}""")]
    public void A_record_of_another_form_stands_as_it_is(string record) =>
        Assert.Equal(JsonElement.Parse(record).ToString(), Of(record));

    private static string Of(string record) => TrainingSummary.Of(JsonElement.Parse(record));
}
